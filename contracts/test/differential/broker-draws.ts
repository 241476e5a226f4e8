/** Random calls of gateways, and of those who redeem their tickets. */
import { bigintToBytes32, bytesToHex, concatBytes, hexToBytes, keccak256 } from '@millrace/crypto'
import { type Address, NOBODY } from '../../model/address.ts'
import { ticketHash } from '../../model/broker/tickets.ts'
import type { Call } from '../../model/calls/call.ts'
import { MAX_UINT256, min } from '../../model/maths.ts'
import { callOf, people, type Redemption, type Situation } from './situation.ts'
import type { Draw } from './staking-draws.ts'

const call = (caller: Address, functionName: string, args: readonly unknown[]): Call =>
  callOf('broker', caller, { functionName, args })

/** Few accounts send tickets, so that their funds and unlocks meet. */
const gateways = people.slice(6)

function gateway({ random }: Situation): Address {
  return random.chance(0.95) ? random.pick(gateways).address : random.pick(people).address
}

function wei(situation: Situation): bigint {
  const { random } = situation
  return random.weighted<() => bigint>([
    [10, () => 0n],
    [15, () => 1n],
    [25, () => BigInt(1 + random.below(1000))],
    [50, () => random.upTo(10n ** 20n)],
  ])()
}

function fund(situation: Situation): Call {
  const { random } = situation
  const caller = gateway(situation)
  const [deposit, reserve] = [wei(situation), wei(situation)]
  const value = random.chance(0.97) ? deposit + reserve : deposit
  return random.weighted<() => Call>([
    [20, () => ({ ...call(caller, 'fundDeposit', []), value: deposit })],
    [20, () => ({ ...call(caller, 'fundReserve', []), value: reserve })],
    [35, () => ({ ...call(caller, 'fundDepositAndReserve', [deposit, reserve]), value })],
    [25, () => fundFor(situation, { caller, deposit, reserve, value })],
  ])()
}

function fundFor(
  situation: Situation,
  { caller, deposit, reserve, value }: { caller: Address; deposit: bigint; reserve: bigint; value: bigint },
): Call {
  const sender = situation.random.chance(0.04) ? NOBODY : gateway(situation)
  return { ...call(caller, 'fundDepositAndReserveFor', [sender, deposit, reserve]), value }
}

const unlock: Draw = (situation) => call(gateway(situation), 'unlock', [])
const cancelUnlock: Draw = (situation) => call(gateway(situation), 'cancelUnlock', [])

function withdraw(situation: Situation): Call {
  const { senders } = situation.protocol.broker
  const canWithdraw = (account: Address) => {
    const { withdrawRound } = senders.get(account)
    return withdrawRound > 0n && withdrawRound <= situation.round
  }
  return call(situation.someone(canWithdraw), 'withdraw', [])
}

function faceValue(situation: Situation, sender: Address): bigint {
  const { random, protocol } = situation
  const { deposit, reserve } = protocol.broker.senders.get(sender)
  return random.weighted<() => bigint>([
    [45, () => random.upTo(deposit)],
    [10, () => deposit],
    [25, () => deposit + random.upTo(reserve)],
    [6, () => deposit + reserve],
    [3, () => deposit + reserve + 1n],
    [4, () => 0n],
    [7, () => min(deposit + reserve, 1n)],
  ])()
}

/** A round and its block hash, as a ticket carries them: mostly those of a round that counts. */
function auxData(situation: Situation): Uint8Array {
  const { random, protocol, round } = situation
  const creationRound = random.chance(0.85) ? round : round - BigInt(random.below(5)) + 1n
  const hash = random.chance(0.98) ? protocol.rounds.blockHashForRound(creationRound) : 1n
  const whole = concatBytes(bigintToBytes32(creationRound), bigintToBytes32(hash))
  return random.chance(0.99) ? whole : whole.subarray(0, random.below(64))
}

async function draft(situation: Situation): Promise<Redemption> {
  const { random, ledger, round, redemptions } = situation
  const again = random.chance(0.08) ? random.pickAny(redemptions) : undefined
  if (again !== undefined) return again
  const sender = situation.someone((account) => {
    const { deposit, reserve } = situation.protocol.broker.senders.get(account)
    return deposit + reserve > 0n
  })
  const recipientRand = BigInt(random.below(3))
  const randHash = keccak256(bigintToBytes32(random.chance(0.98) ? recipientRand : 99n))
  const recipient = situation.someone((account) => ledger.isActive(account, round))
  const ticket = {
    recipient: random.chance(0.01) ? NOBODY : recipient,
    sender: random.chance(0.01) ? NOBODY : sender,
    faceValue: faceValue(situation, sender),
    winProb: random.weighted([
      [90, MAX_UINT256],
      [8, MAX_UINT256 / 2n],
      [2, 0n],
    ]),
    senderNonce: BigInt(random.bits()),
    recipientRandHash: bytesToHex(randHash),
    auxData: bytesToHex(auxData(situation)),
  }
  const redemption = { ticket, signature: await signatureOf(situation, ticket), recipientRand }
  redemptions.push(redemption)
  return redemption
}

async function signatureOf({ random }: Situation, ticket: Redemption['ticket']): Promise<`0x${string}`> {
  const sender = people.find(({ address }) => address === ticket.sender)
  const { signer } = sender !== undefined && random.chance(0.98) ? sender : random.pick(people)
  const { recipientRandHash: randHash, auxData: data } = ticket
  const hash = ticketHash({ ...ticket, recipientRandHash: hexToBytes(randHash), auxData: hexToBytes(data) })
  const signature = await signer.signMessage(hash)
  if (random.chance(0.01)) return bytesToHex(signature.subarray(0, 64))
  if (random.chance(0.01)) return bytesToHex(mirrored(signature))
  return bytesToHex(signature)
}

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The other form of the same signature, which is refused: it would be a second draw of the ticket. */
function mirrored(signature: Uint8Array): Uint8Array {
  const s = BigInt(bytesToHex(signature.subarray(32, 64)))
  const v = signature[64] === 27 ? 28 : 27
  return concatBytes(signature.subarray(0, 32), bigintToBytes32(order - s), Uint8Array.of(v))
}

async function redeem(situation: Situation): Promise<Call> {
  const { ticket, signature, recipientRand } = await draft(situation)
  return call(situation.anyone(), 'redeemWinningTicket', [ticket, signature, recipientRand])
}

async function redeemBatch(situation: Situation): Promise<Call> {
  const { random } = situation
  const batch: Redemption[] = []
  const size = random.below(5)
  for (let i = 0; i < size; i++) {
    const again = random.chance(0.1) ? batch[0] : undefined
    batch.push(again ?? (await draft(situation)))
  }
  const signatures = batch.map(({ signature }) => signature)
  const rands = batch.map(({ recipientRand }) => recipientRand)
  return call(situation.anyone(), 'batchRedeemWinningTickets', [
    batch.map(({ ticket }) => ticket),
    random.chance(0.97) ? signatures : signatures.slice(1),
    random.chance(0.97) ? rands : [...rands, 1n],
  ])
}

export const brokerDraws: readonly (readonly [number, Draw])[] = [
  [80, fund],
  [14, unlock],
  [8, cancelUnlock],
  [14, withdraw],
  [130, redeem],
  [50, redeemBatch],
]
