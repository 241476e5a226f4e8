import type { Address } from 'viem'
import { isOrchestrator, isSame, never, orchestratorIn, type StakingState, zeroAddress } from './state.ts'
import { exits, needsNoRound, type Step } from './step.ts'

/** Why the contracts would not take a step as things stand. */
export type Refusal =
  | { readonly code: 'paused'; readonly all: boolean }
  | { readonly code: 'round-not-initialized'; readonly round: bigint }
  | { readonly code: 'round-already-initialized'; readonly round: bigint }
  | { readonly code: 'no-orchestrator-chosen' }
  | { readonly code: 'amount-is-zero' }
  | { readonly code: 'nothing-to-move' }
  | { readonly code: 'already-there'; readonly orchestrator: Address }
  | { readonly code: 'orchestrator-cannot-move' }
  | { readonly code: 'delegate-must-call-reward'; readonly orchestrator: Address; readonly round: bigint }
  | { readonly code: 'not-enough-tokens'; readonly balanceWei: bigint }
  | { readonly code: 'not-enough-stake'; readonly stakeWei: bigint }
  | { readonly code: 'not-enough-fees'; readonly feesWei: bigint }
  | { readonly code: 'not-bonded' }
  | { readonly code: 'stake-is-pending'; readonly startRound: bigint }
  | { readonly code: 'still-bonded'; readonly delegate: Address }
  | { readonly code: 'no-such-lock'; readonly lockId: bigint }
  | { readonly code: 'lock-not-ripe'; readonly withdrawRound: bigint; readonly round: bigint }
  | { readonly code: 'invalid-recipient' }
  | { readonly code: 'receiver-would-forfeit'; readonly receiver: Address; readonly orchestrator: Address }
  | { readonly code: 'not-an-orchestrator' }
  | { readonly code: 'round-locked'; readonly nextRound: bigint }
  | { readonly code: 'must-call-reward-first'; readonly round: bigint }
  | { readonly code: 'invalid-cut' }
  | { readonly code: 'not-active'; readonly orchestrator: Address }
  | { readonly code: 'reward-already-called'; readonly round: bigint }
  | { readonly code: 'not-reward-caller'; readonly orchestrator: Address }
  | { readonly code: 'invalid-uri' }
  /** Not the contracts’ word: nobody would take the transaction. */
  | { readonly code: 'no-ether' }

/** What the contracts would say first; undefined when they take the step. */
export function refusalOf(step: Step, state: StakingState): Refusal | undefined {
  const refusal = clockRefusal(step, state) ?? stepRefusal(step, state)
  return refusal ?? (state.account.etherWei === 0n ? { code: 'no-ether' } : undefined)
}

/** A paused protocol and a round that nobody began. */
function clockRefusal({ kind }: Step, { pause, round }: StakingState): Refusal | undefined {
  // The registry of service URIs knows no pause.
  if (kind === 'set-service-uri') return undefined
  const isExit = exits.has(kind)
  if (pause === 'all-paused' || (pause === 'entries-paused' && !isExit))
    return { code: 'paused', all: pause === 'all-paused' }
  if (kind === 'initialize-round')
    return round.isInitialized ? { code: 'round-already-initialized', round: round.number } : undefined
  if (needsNoRound.has(kind) || (pause === 'entries-paused' && isExit)) return undefined
  return round.isInitialized ? undefined : { code: 'round-not-initialized', round: round.number }
}

function stepRefusal(step: Step, state: StakingState): Refusal | undefined {
  switch (step.kind) {
    case 'bond':
      return bondRefusal(step.to, step.amountWei, state)
    case 'move':
      return moveRefusal(step.to, state)
    case 'unbond':
      return takeRefusal(step.amountWei, state)
    case 'rebond':
      return rebondRefusal(step, state)
    case 'withdraw-stake':
      return lockRefusal(step.lockId, state)
    case 'withdraw-fees':
      if (step.recipient === zeroAddress) return { code: 'invalid-recipient' }
      if (step.amountWei > state.account.feesWei)
        return { code: 'not-enough-fees', feesWei: state.account.feesWei }
      return step.amountWei === 0n ? { code: 'amount-is-zero' } : undefined
    case 'transfer':
      return takeRefusal(step.amountWei, state) ?? receiverRefusal(step, state)
    case 'set-cuts':
      return cutsRefusal(step, state)
    case 'set-service-uri':
      return isServiceUri(step.uri) ? undefined : { code: 'invalid-uri' }
    case 'reward':
      return rewardRefusal(step.orchestrator, state)
    default:
      return undefined
  }
}

function bondRefusal(to: Address, amountWei: bigint, state: StakingState): Refusal | undefined {
  if (to === zeroAddress) return { code: 'no-orchestrator-chosen' }
  const { account } = state
  if (isOrchestrator(account) && !isSame(account.address, to)) return { code: 'orchestrator-cannot-move' }
  // The contract would take 0 for a move, which is a step of its own here.
  if (amountWei === 0n) return { code: 'amount-is-zero' }
  const gain = gainRefusal(to, state)
  if (gain) return gain
  if (amountWei > account.balanceWei) return { code: 'not-enough-tokens', balanceWei: account.balanceWei }
  return undefined
}

function moveRefusal(to: Address, state: StakingState): Refusal | undefined {
  const { account } = state
  if (to === zeroAddress) return { code: 'no-orchestrator-chosen' }
  if (account.bondedWei === 0n) return { code: 'nothing-to-move' }
  if (isSame(account.delegate, to)) return { code: 'already-there', orchestrator: to }
  if (isOrchestrator(account)) return { code: 'orchestrator-cannot-move' }
  return gainRefusal(to, state)
}

/** An orchestrator that has left the pool and still has this round's reward to call cannot get stake. */
function gainRefusal(to: Address | undefined, state: StakingState): Refusal | undefined {
  const orchestrator = orchestratorIn(state, to)
  const { number } = state.round
  if (!orchestrator?.isActive || orchestrator.deactivationRound === never) return undefined
  if (orchestrator.lastRewardRound >= number) return undefined
  return { code: 'delegate-must-call-reward', orchestrator: orchestrator.address, round: number }
}

function takeRefusal(amountWei: bigint, { account, round }: StakingState): Refusal | undefined {
  if (account.bondedWei === 0n) return { code: 'not-bonded' }
  if (account.startRound > round.number) return { code: 'stake-is-pending', startRound: account.startRound }
  if (amountWei === 0n) return { code: 'amount-is-zero' }
  if (amountWei > account.stakeWei) return { code: 'not-enough-stake', stakeWei: account.stakeWei }
  return undefined
}

function rebondRefusal(
  { lockId, to }: { readonly lockId: bigint; readonly to?: Address | undefined },
  state: StakingState,
): Refusal | undefined {
  const { account } = state
  const { delegate } = account
  if (delegate !== undefined && to !== undefined && !isSame(delegate, to))
    return { code: 'still-bonded', delegate }
  if (delegate === undefined && (to === undefined || to === zeroAddress))
    return { code: 'no-orchestrator-chosen' }
  if (!state.locks.some(({ id }) => id === lockId)) return { code: 'no-such-lock', lockId }
  return gainRefusal(delegate ?? to, state)
}

function lockRefusal(lockId: bigint, { locks, round }: StakingState): Refusal | undefined {
  const lock = locks.find(({ id }) => id === lockId)
  if (!lock) return { code: 'no-such-lock', lockId }
  const { withdrawRound } = lock
  return withdrawRound > round.number
    ? { code: 'lock-not-ripe', withdrawRound, round: round.number }
    : undefined
}

function receiverRefusal(
  { to, amountWei }: { readonly to: Address; readonly amountWei: bigint },
  state: StakingState,
): Refusal | undefined {
  const { account, receiver, round } = state
  if (to === zeroAddress || isSame(to, account.address)) return { code: 'invalid-recipient' }
  if (receiver === undefined) return undefined
  const orchestrator = orchestratorIn(state, receiver.delegate)
  const isClaimed = receiver.bondedWei === 0n || receiver.lastClaimRound >= round.number
  if (!isClaimed && orchestrator?.isActive && orchestrator.lastRewardRound < round.number)
    return { code: 'receiver-would-forfeit', receiver: to, orchestrator: orchestrator.address }
  // Nobody else may make an account an orchestrator.
  if (receiver.delegate === undefined && isSame(to, account.delegate)) return { code: 'invalid-recipient' }
  const gainer = receiver.delegate ?? account.delegate
  const own = orchestratorIn(state, account.address)
  const resigns = isOrchestrator(account) && amountWei >= account.stakeWei
  if (resigns && own?.isActive && isSame(gainer, own.address) && own.lastRewardRound < round.number)
    return { code: 'delegate-must-call-reward', orchestrator: own.address, round: round.number }
  return gainRefusal(gainer, state)
}

const million = 1_000_000n

function cutsRefusal(
  { rewardCutPpm, feeSharePpm }: { readonly rewardCutPpm: bigint; readonly feeSharePpm: bigint },
  state: StakingState,
): Refusal | undefined {
  const { account, round } = state
  if (round.isLocked) return { code: 'round-locked', nextRound: round.number + 1n }
  if ([rewardCutPpm, feeSharePpm].some((ppm) => ppm < 0n || ppm > million)) return { code: 'invalid-cut' }
  if (!isOrchestrator(account)) return { code: 'not-an-orchestrator' }
  const own = orchestratorIn(state, account.address)
  if (own?.isActive && own.lastRewardRound < round.number)
    return { code: 'must-call-reward-first', round: round.number }
  return undefined
}

function rewardRefusal(orchestrator: Address, state: StakingState): Refusal | undefined {
  const { account, round } = state
  const facts = orchestratorIn(state, orchestrator)
  if (!isSame(orchestrator, account.address) && !isSame(facts?.rewardCaller, account.address))
    return { code: 'not-reward-caller', orchestrator }
  if (!facts?.isActive) return { code: 'not-active', orchestrator }
  if (facts.lastRewardRound >= round.number) return { code: 'reward-already-called', round: round.number }
  return undefined
}

const mostUriLength = 2_048

/** `https://HOST:PORT`, as gateways expect it. */
function isServiceUri(text: string): boolean {
  if (text.length > mostUriLength || !URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return protocol === 'https:' && username === '' && password === ''
}
