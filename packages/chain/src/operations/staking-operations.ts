import { isSameAddress } from '@millrace/crypto'
import { z } from 'zod'
import { StakingCalls } from '../staking/staking-calls.ts'
import { OperationParametersError } from './errors.ts'
import { inEther, placeAfter, rewardForfeited, tokenWriter, whose } from './facts.ts'
import { defineOperation, type OperationContext, type OperationWarning } from './operation.ts'
import { address, etherWei, tokenWei, wholeNumberText } from './parameters.ts'

const lockId = wholeNumberText.describe('Number of the unbonding lock.')

const bond = defineOperation({
  name: 'bond',
  about: 'Bonds tokens to an orchestrator; bonded to the account itself they make it one.',
  account: 'staking account',
  parameters: z.strictObject({
    amountWei: tokenWei.describe('Tokens to add, in the smallest unit; 0 only moves the stake there is.'),
    to: address.optional().describe('Orchestrator; left out: the one that has the stake now.'),
  }),
  async plan({ amountWei, to: wanted }, context) {
    const { chain, from } = context
    const account = await chain.staking.delegator(from)
    const to = wanted ?? account.delegate
    if (to === undefined) {
      const problem = 'to: must be given, since the account has not bonded to anybody yet'
      throw new OperationParametersError({ operation: 'bond', problem })
    }
    const calls = new StakingCalls(chain)
    const [approval, call, write] = await Promise.all([
      calls.approval(from, amountWei),
      calls.bond(from, { amountWei, to }),
      tokenWriter(context),
    ])
    const moves = account.delegate !== undefined && !isSameAddress(account.delegate, to)
    const movedWei = moves ? account.pendingStakeWei : 0n
    return {
      calls: approval ? [approval, call] : [call],
      effect: moves
        ? `Moves the whole stake of ${write(movedWei)} from ${account.delegate} to ${to}${amountWei > 0n ? ` and adds ${write(amountWei)}` : ''}. It counts from the next round.`
        : `Bonds ${write(amountWei)} to ${whose(to, context)}. It counts from the next round.`,
      warnings: [
        ...(await rewardForfeited(account, context)),
        ...(await bondWarnings(to, movedWei + amountWei, context)),
      ],
    }
  },
})

async function bondWarnings(
  to: `0x${string}`,
  gainWei: bigint,
  context: OperationContext,
): Promise<readonly OperationWarning[]> {
  const { isRegistered } = await context.chain.staking.orchestrator(to)
  const isOwn = isSameAddress(to, context.from)
  if (isRegistered) return placeAfter(to, gainWei, context)
  if (!isOwn)
    return [
      { code: 'NO_ORCHESTRATOR', message: `${to} is not an orchestrator: stake with it earns nothing.` },
    ]
  const message =
    'The account becomes an orchestrator: it must then set its cuts and its service URI, and call reward every round.'
  return [{ code: 'BECOMES_ORCHESTRATOR', message }, ...(await placeAfter(to, gainWei, context))]
}

const unbond = defineOperation({
  name: 'unbond',
  about: 'Takes tokens out of the stake; they can be withdrawn after the unbonding period.',
  account: 'staking account',
  parameters: z.strictObject({
    amountWei: z.union([z.literal('all'), tokenWei]).describe('Tokens in the smallest unit, or all.'),
  }),
  async plan({ amountWei: wanted }, context) {
    const { chain, from } = context
    const account = await chain.staking.delegator(from)
    const amountWei = wanted === 'all' ? account.pendingStakeWei : wanted
    const [call, write, round, period] = await Promise.all([
      new StakingCalls(chain).unbond(from, { amountWei }),
      tokenWriter(context),
      chain.rounds.current(),
      chain.client.readContract({ ...chain.contracts.bondingManager, functionName: 'unbondingPeriod' }),
    ])
    const { delegate } = account
    const isOwn = delegate !== undefined && isSameAddress(delegate, from)
    const leaves = isOwn && amountWei >= account.pendingStakeWei
    const leaving = 'The orchestrator leaves the pool: it gets no work and no rewards from the next round on.'
    return {
      calls: [call],
      effect: `Unbonds ${write(amountWei)}, which earn nothing any more and can be withdrawn from round ${round.number + period} on (${period} rounds from now).`,
      warnings: [
        ...(await rewardForfeited(account, context)),
        ...(leaves ? [{ code: 'LEAVES_POOL', message: leaving }] : []),
        ...(delegate && !leaves ? await placeAfter(delegate, -amountWei, context) : []),
      ],
    }
  },
})

const rebond = defineOperation({
  name: 'rebond',
  about: 'Bonds tokens again that are being unbonded.',
  account: 'staking account',
  parameters: z.strictObject({
    lockId,
    to: address.optional().describe('Orchestrator, needed only for an account that is not bonded any more.'),
  }),
  async plan({ lockId, to: wanted }, context) {
    const { chain, from } = context
    const [account, lock, write] = await Promise.all([
      chain.staking.delegator(from),
      chain.staking.unbondingLock(from, lockId),
      tokenWriter(context),
    ])
    const isBonded = account.delegate !== undefined
    if (isBonded && wanted && !isSameAddress(account.delegate ?? wanted, wanted))
      throw new OperationParametersError({
        operation: 'rebond',
        problem: `to: the account is bonded to ${account.delegate}, and can only rebond to it`,
      })
    if (!isBonded && !wanted)
      throw new OperationParametersError({
        operation: 'rebond',
        problem: 'to: must be given, since the account is not bonded any more',
      })
    const to = isBonded ? undefined : wanted
    return {
      calls: [await new StakingCalls(chain).rebond(from, { lockId, ...(to && { to }) })],
      effect: `Bonds the ${write(lock?.amountWei ?? 0n)} of lock ${lockId} again, to ${to ?? account.delegate}.`,
      warnings: await rewardForfeited(account, context),
    }
  },
})

const withdrawStake = defineOperation({
  name: 'withdraw-stake',
  about: 'Takes out tokens whose unbonding period is over.',
  account: 'staking account',
  parameters: z.strictObject({ lockId }),
  async plan({ lockId }, context) {
    const { chain, from } = context
    const [lock, write] = await Promise.all([chain.staking.unbondingLock(from, lockId), tokenWriter(context)])
    return {
      calls: [new StakingCalls(chain).withdrawStake({ lockId })],
      effect: `Takes the ${write(lock?.amountWei ?? 0n)} of lock ${lockId} out to the account.`,
      warnings: [],
    }
  },
})

const withdrawFees = defineOperation({
  name: 'withdraw-fees',
  about: 'Takes out earned fees, in ether.',
  account: 'staking account',
  parameters: z.strictObject({
    amountWei: z.union([z.literal('all'), etherWei]).describe('Fees in wei, or all.'),
    recipient: address.optional().describe('Who gets them; left out: the account itself.'),
  }),
  async plan({ amountWei: wanted, recipient }, context) {
    const { chain, from } = context
    const account = await chain.staking.delegator(from)
    const amountWei = wanted === 'all' ? account.pendingFeesWei : wanted
    const to = recipient ?? from
    return {
      calls: [new StakingCalls(chain).withdrawFees({ recipient: to, amountWei })],
      effect: `Pays ${inEther(amountWei)} of fees out to ${whose(to, context)}; ${inEther(account.pendingFeesWei)} are there.`,
      warnings: await rewardForfeited(account, context),
    }
  },
})

const claim = defineOperation({
  name: 'claim',
  about: 'Adds rewards and fees earned since the last claim to stake and fees.',
  account: 'staking account',
  parameters: z.strictObject({}),
  async plan(_parameters, context) {
    const { chain, from } = context
    const [account, write] = await Promise.all([chain.staking.delegator(from), tokenWriter(context)])
    const { pendingStakeWei, bondedWei, pendingFeesWei, feesWei } = account
    return {
      calls: [new StakingCalls(chain).claimEarnings()],
      effect: `Adds ${write(pendingStakeWei - bondedWei)} of rewards to the stake and ${inEther(pendingFeesWei - feesWei)} to the fees.`,
      warnings: await rewardForfeited(account, context),
    }
  },
})

const transferBond = defineOperation({
  name: 'transfer-bond',
  about: 'Gives bonded stake to another account, without unbonding it.',
  account: 'staking account',
  parameters: z.strictObject({
    to: address.describe('Delegator that gets the stake.'),
    amountWei: tokenWei.describe('Stake in the token’s smallest unit.'),
  }),
  async plan({ to, amountWei }, context) {
    const { chain, from } = context
    const [account, receiver, call, write] = await Promise.all([
      chain.staking.delegator(from),
      chain.staking.delegator(to),
      new StakingCalls(chain).transferBond(from, { to, amountWei }),
      tokenWriter(context),
    ])
    return {
      calls: [call],
      effect: `Gives ${write(amountWei)} of stake to ${to}, bonded to ${receiver.delegate ?? account.delegate}. It cannot be taken back.`,
      warnings: [...(await rewardForfeited(account, context))],
    }
  },
})

/** What holders of stake do. */
export const stakingOperations = [
  bond,
  unbond,
  rebond,
  withdrawStake,
  withdrawFees,
  claim,
  transferBond,
] as const
