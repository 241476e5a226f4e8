/** A random sequence of calls with what the model says of each. */
import { type Call, perform } from '../../model/calls/call.ts'
import type { Refusal } from '../../model/refusal.ts'
import { brokerDraws } from './broker-draws.ts'
import { type Observation, observe } from './observe.ts'
import { Random } from './random.ts'
import { callOf, people, roles, Situation } from './situation.ts'
import { stakingDraws } from './staking-draws.ts'
import { systemDraws, urgent } from './system-draws.ts'

export interface Step {
  readonly call: Call
  readonly refusal: Refusal | undefined
  /** State after the call, where it is to be compared. */
  readonly state: readonly Observation[] | undefined
}

export interface SequenceOptions {
  readonly seed: number
  readonly length: number
  /** Calls from one comparison of the whole state to the next. */
  readonly compareEvery: number
}

const draws = [...stakingDraws, ...brokerDraws, ...systemDraws]

/** The same options give the same sequence. */
export async function sequenceOf({ seed, length, compareEvery }: SequenceOptions): Promise<readonly Step[]> {
  const random = new Random(seed)
  const situation = new Situation(random)
  const first = openingOf(situation)
  const steps: Step[] = []
  for (let i = 0; i < length; i++) {
    const call = first[i] ?? urgent(situation) ?? (await random.weighted(draws)(situation))
    const refusal = situation.protocol.run((protocol) => perform(protocol, call))
    const isCompared = i >= first.length && ((i + 1) % compareEvery === 0 || i === length - 1)
    steps.push({ call, refusal, state: isCompared ? observe(situation.protocol) : undefined })
  }
  return steps
}

/** Settings and tokens that every sequence begins with, drawn anew for each. */
function openingOf(situation: Situation): readonly Call[] {
  const { random } = situation
  const byOwner = (contract: Call['contract'], functionName: string, ...args: readonly unknown[]) =>
    callOf(contract, roles.owner, { functionName, args })
  return [
    byOwner('rounds', 'setBlockNum', 1000n + BigInt(random.below(1000))),
    byOwner('rounds', 'setBlockHash', `0x${'42'.repeat(32)}`),
    byOwner('rounds', 'setRoundLength', BigInt(5 + random.below(50))),
    byOwner('rounds', 'setRoundLockAmount', BigInt(random.pick([0, 100_000, 400_000]))),
    byOwner('bonding', 'setNumActiveTranscoders', BigInt(2 + random.below(3))),
    byOwner('bonding', 'setUnbondingPeriod', BigInt(1 + random.below(3))),
    byOwner('bonding', 'setTreasuryRewardCutRate', random.pick([0n, 10n ** 26n, 5n * 10n ** 26n])),
    byOwner('bonding', 'setTreasuryBalanceCeiling', random.pick([0n, 10n ** 22n, 10n ** 30n])),
    byOwner('broker', 'setUnlockPeriod', BigInt(1 + random.below(3))),
    byOwner('broker', 'setTicketValidityPeriod', BigInt(1 + random.below(3))),
    ...people.map(({ address }, i) => byOwner('token', 'mint', address, i === 9 ? 1000n : 10n ** 27n)),
    byOwner('rounds', 'initializeRound'),
  ]
}
