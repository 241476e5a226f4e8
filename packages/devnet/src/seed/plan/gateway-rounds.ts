import { bytesToBigint, keccak256 } from '@millrace/crypto'
import { parseEther } from 'viem'
import type { SeedAction, SeedTicket } from '../actions.ts'
import type { SeedProfile } from '../profiles.ts'
import type { SeededRandom } from '../random.ts'
import type { PlannedGateway } from './planned-gateway.ts'
import { isActive, isInPool, type PlannedOrchestrator } from './planned-orchestrator.ts'
import type { RoundDraft } from './waves.ts'

interface GatewayStep {
  readonly round: number
  readonly draft: RoundDraft
  readonly random: SeededRandom
  readonly profile: SeedProfile
  readonly gateways: readonly PlannedGateway[]
  readonly orchestrators: readonly PlannedOrchestrator[]
  readonly unlockPeriodRounds: number
}

const topUpWei = parseEther('5')
/** A gateway that runs dry has less than its next ticket is worth. */
const dryDepositWei = parseEther('0.005')

/** Deposits, winning tickets and withdrawals of a round. */
export function planGatewayRound(step: GatewayStep): void {
  for (const gateway of step.gateways) {
    fund(gateway, step)
    leave(gateway, step)
  }
  const payers = step.gateways.filter((gateway) => pays(gateway, step))
  const recipients = step.orchestrators.filter(
    (one) => isActive(one, step.round) && isInPool(one, step.round) && one.popularity > 0,
  )
  const tickets: SeedTicket[] = []
  for (let left = ticketCount(step); left > 0; left--) {
    const gateway = step.random.pickWeighted(payers, ({ weight }) => weight)
    const recipient = step.random.pickWeighted(recipients, ({ popularity }) => popularity)
    if (gateway && recipient) tickets.push(ticket(gateway, recipient, step))
  }
  const dry = step.gateways.find(({ story }) => story === 'runs dry')
  const luckiest = recipients[0]
  if (dry && luckiest && step.round === dryRoundOf(step)) tickets.push(ticket(dry, luckiest, step))
  step.draft.tickets.push(...redemptions(tickets))
}

/** Demand grows over the rounds, with a wave of a week. */
function ticketCount({ round, profile, random }: GatewayStep): number {
  const growth = 0.4 + (1.2 * round) / profile.rounds
  const week = 1 + 0.25 * Math.sin((2 * Math.PI * round) / 8)
  return Math.round(profile.ticketsPerRound * growth * week * random.between(0.8, 1.2))
}

function dryRoundOf({ profile }: GatewayStep): number {
  return Math.floor(profile.rounds * 0.5)
}

function leaveRoundOf({ profile, unlockPeriodRounds }: GatewayStep): number {
  return profile.rounds - 2 - unlockPeriodRounds
}

function pays({ story, joinRound }: PlannedGateway, step: GatewayStep): boolean {
  if (story === 'runs dry' || joinRound > step.round) return false
  return story === 'usual' || step.round < leaveRoundOf(step)
}

function fund(gateway: PlannedGateway, { round, draft, profile }: GatewayStep): void {
  const { address: from, joinRound, story } = gateway
  const isNew = joinRound === round
  const reserveWei = isNew ? gateway.reserveWei : 0n
  if (story === 'runs dry' && isNew) {
    gateway.depositWei = dryDepositWei
    draft.funds.push({ kind: 'fundGateway', from, depositWei: dryDepositWei, reserveWei })
  } else if (joinRound <= round && story !== 'runs dry' && gateway.depositWei < topUpWei) {
    // A round's tickets never cost more than this, however many a gateway is dealt.
    const depositWei = topUpWei + gateway.scaleWei * BigInt(profile.ticketsPerRound) * 4n
    gateway.depositWei += depositWei
    draft.funds.push({ kind: 'fundGateway', from, depositWei, reserveWei })
  }
}

function leave({ address: from, story }: PlannedGateway, step: GatewayStep): void {
  const leaving = leaveRoundOf(step)
  const { round, draft, unlockPeriodRounds } = step
  const isStory = story === 'leaves' || story === 'nearly leaves'
  if (isStory && round === leaving) draft.tickets.push({ kind: 'unlock', from })
  if (story === 'nearly leaves' && round === leaving + 1) draft.tickets.push({ kind: 'cancelUnlock', from })
  if (story === 'leaves' && round === leaving + unlockPeriodRounds)
    draft.tickets.push({ kind: 'withdraw', from })
}

function ticket(
  gateway: PlannedGateway,
  recipient: PlannedOrchestrator,
  { random, profile }: GatewayStep,
): SeedTicket {
  const usual = (gateway.scaleWei * BigInt(random.integer(50, 200))) / 100n
  const faceValueWei = gateway.story === 'runs dry' ? dryDepositWei * 3n : usual
  gateway.depositWei -= faceValueWei < gateway.depositWei ? faceValueWei : gateway.depositWei
  const senderNonce = gateway.nextNonce++
  const secret = `millrace seed ${profile.seed} ticket ${gateway.index} ${senderNonce}`
  return {
    sender: gateway.address,
    senderKey: gateway.key,
    recipient: recipient.address,
    faceValueWei,
    senderNonce,
    recipientRand: bytesToBigint(keccak256(new TextEncoder().encode(secret))),
  }
}

/** Each recipient redeems what it won: the first alone, others together. */
function redemptions(tickets: readonly SeedTicket[]): SeedAction[] {
  const won = Map.groupBy(tickets, ({ recipient }) => recipient)
  return [...won].flatMap(([from, [first, ...others]]) => {
    const alone: SeedAction[] = first ? [{ kind: 'redeem', from, tickets: [first] }] : []
    const together: SeedAction[] = others.length > 0 ? [{ kind: 'redeem', from, tickets: others }] : []
    return [...alone, ...together]
  })
}
