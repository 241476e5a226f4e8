import type { Address } from '@millrace/crypto'
import { z } from 'zod'
import { type Funds, fundCall, fundForCall, fundsCall } from '../broker/broker-calls.ts'
import { OperationParametersError } from './errors.ts'
import { inEther } from './facts.ts'
import {
  defineOperation,
  type OperationContext,
  type OperationPlan,
  type OperationWarning,
} from './operation.ts'
import { address, etherWei } from './parameters.ts'

const beneficiary = address.optional().describe('Gateway that gets it; left out: the account itself.')

async function fundPlan(
  { depositWei, reserveWei, gateway }: Funds & { readonly gateway: Address | undefined },
  { chain, from }: OperationContext,
): Promise<OperationPlan> {
  if (depositWei + reserveWei === 0n)
    throw new OperationParametersError({ operation: 'fund', problem: 'the amount is 0' })
  const owner = gateway ?? from
  const broker = chain.contracts.ticketBroker
  const funds = { depositWei, reserveWei }
  const now = await chain.broker.senderInfo(owner)
  const after = { depositWei: now.depositWei + depositWei, reserveWei: now.reserveWei + reserveWei }
  const parts = [
    ...(depositWei > 0n ? [`${inEther(depositWei)} to the deposit`] : []),
    ...(reserveWei > 0n ? [`${inEther(reserveWei)} to the reserve`] : []),
  ]
  return {
    calls: [gateway ? fundForCall(broker, gateway, funds) : fundCall(broker, funds)],
    effect: `Adds ${parts.join(' and ')} of ${owner}, which then has a deposit of ${inEther(after.depositWei)} and a reserve of ${inEther(after.reserveWei)}.`,
    warnings: fundWarnings(after, now.withdrawRound),
  }
}

function fundWarnings({ depositWei, reserveWei }: Funds, withdrawRound: bigint): OperationWarning[] {
  const without = (what: string) =>
    `Without a ${what} orchestrators take no tickets: a gateway needs both deposit and reserve.`
  return [
    ...(depositWei === 0n ? [{ code: 'NO_DEPOSIT', message: without('deposit') }] : []),
    ...(reserveWei === 0n ? [{ code: 'NO_RESERVE', message: without('reserve') }] : []),
    ...(withdrawRound > 0n
      ? [{ code: 'CANCELS_UNLOCK', message: 'Funding cancels the unlock that is in progress.' }]
      : []),
  ]
}

const deposit = defineOperation({
  name: 'deposit',
  about: 'Adds ether to a gateway’s deposit, from which tickets are paid.',
  account: 'gateway',
  parameters: z.strictObject({ amountWei: etherWei.describe('Ether in wei.'), gateway: beneficiary }),
  plan: ({ amountWei, gateway }, context) =>
    fundPlan({ depositWei: amountWei, reserveWei: 0n, gateway }, context),
})

const reserve = defineOperation({
  name: 'reserve',
  about: 'Adds ether to a gateway’s reserve, its guarantee to the active set.',
  account: 'gateway',
  parameters: z.strictObject({ amountWei: etherWei.describe('Ether in wei.'), gateway: beneficiary }),
  plan: ({ amountWei, gateway }, context) =>
    fundPlan({ depositWei: 0n, reserveWei: amountWei, gateway }, context),
})

const fund = defineOperation({
  name: 'fund',
  about: 'Adds ether to a gateway’s deposit and reserve at once.',
  account: 'gateway',
  parameters: z.strictObject({
    depositWei: etherWei.describe('Ether for the deposit, in wei.'),
    reserveWei: etherWei.describe('Ether for the reserve, in wei.'),
    gateway: beneficiary,
  }),
  plan: (parameters, context) => fundPlan({ ...parameters, gateway: parameters.gateway }, context),
})

const unlock = defineOperation({
  name: 'unlock',
  about: 'Begins the waiting time after which deposit and reserve can be withdrawn.',
  account: 'gateway',
  parameters: z.strictObject({}),
  async plan(_parameters, { chain, from }) {
    const [{ unlockPeriodRounds }, round, { depositWei, reserveWei }] = await Promise.all([
      chain.broker.params(),
      chain.rounds.current(),
      chain.broker.senderInfo(from),
    ])
    const readyRound = round.number + unlockPeriodRounds
    const message = `From round ${readyRound} on the gateway’s tickets no longer pay, and orchestrators stop working for it earlier.`
    return {
      calls: [fundsCall(chain.contracts.ticketBroker, 'unlock')],
      effect: `Unlocks a deposit of ${inEther(depositWei)} and a reserve of ${inEther(reserveWei)} for round ${readyRound} (${unlockPeriodRounds} rounds from now).`,
      warnings: [{ code: 'STOPS_PAYING', message }],
    }
  },
})

const cancelUnlock = defineOperation({
  name: 'cancel-unlock',
  about: 'Locks deposit and reserve again, so that tickets go on to pay.',
  account: 'gateway',
  parameters: z.strictObject({}),
  async plan(_parameters, { chain }) {
    return {
      calls: [fundsCall(chain.contracts.ticketBroker, 'cancelUnlock')],
      effect: 'Deposit and reserve stay locked, and tickets go on to pay.',
      warnings: [],
    }
  },
})

const withdrawDeposit = defineOperation({
  name: 'withdraw-deposit',
  about: 'Takes the whole deposit and reserve out, once they are unlocked.',
  account: 'gateway',
  parameters: z.strictObject({}),
  async plan(_parameters, { chain, from }) {
    const { depositWei, reserveWei } = await chain.broker.senderInfo(from)
    return {
      calls: [fundsCall(chain.contracts.ticketBroker, 'withdraw')],
      effect: `Takes out a deposit of ${inEther(depositWei)} and a reserve of ${inEther(reserveWei)}; a gateway of this account can then pay nobody.`,
      warnings: [],
    }
  },
})

/** What gateways do with the money behind their tickets. */
export const fundsOperations = [deposit, reserve, fund, unlock, cancelUnlock, withdrawDeposit] as const
