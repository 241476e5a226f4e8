import { type Address, isSameAddress, zeroAddress } from '@millrace/crypto'
import { z } from 'zod'
import { contractCall } from '../tx/call.ts'
import { OperationParametersError } from './errors.ts'
import { inEther, tokenWriter } from './facts.ts'
import { defineOperation, type OperationContext, type OperationWarning } from './operation.ts'
import { address, etherWei, tokenWei } from './parameters.ts'

const transferTokens = defineOperation({
  name: 'transfer-tokens',
  about: 'Sends tokens to another account.',
  account: 'any account',
  parameters: z.strictObject({
    to: address.describe('Who gets them.'),
    amountWei: z.union([z.literal('all'), tokenWei]).describe('Tokens in the smallest unit, or all.'),
  }),
  async plan({ to, amountWei: wanted }, context) {
    const { chain, from } = context
    const [balanceWei, write, warnings] = await Promise.all([
      chain.staking.tokenBalanceWei(from),
      tokenWriter(context),
      recipientWarnings('transfer-tokens', to, context),
    ])
    const amountWei = wanted === 'all' ? balanceWei : wanted
    return {
      calls: [contractCall(chain.contracts.token, 'transfer', [to, amountWei])],
      effect: `Sends ${write(amountWei)} of ${write(balanceWei)} to ${to}. It cannot be taken back.`,
      warnings,
    }
  },
})

const transferEther = defineOperation({
  name: 'transfer-ether',
  about: 'Sends ether to another account.',
  account: 'any account',
  parameters: z.strictObject({
    to: address.describe('Who gets it.'),
    amountWei: etherWei.describe('Ether in wei.'),
  }),
  async plan({ to, amountWei }, context) {
    const { chain, from } = context
    const [balanceWei, warnings] = await Promise.all([
      chain.client.getBalance({ address: from }),
      recipientWarnings('transfer-ether', to, context),
    ])
    return {
      calls: [{ label: 'transfer ether', to, valueWei: amountWei }],
      effect: `Sends ${inEther(amountWei)} of ${inEther(balanceWei)} to ${to}. It cannot be taken back.`,
      warnings,
    }
  },
})

async function recipientWarnings(
  operation: string,
  to: Address,
  { chain, from }: OperationContext,
): Promise<readonly OperationWarning[]> {
  if (isSameAddress(to, from))
    throw new OperationParametersError({ operation, problem: 'to: is the account itself' })
  if (isSameAddress(to, zeroAddress))
    throw new OperationParametersError({ operation, problem: 'to: is the zero address, which nobody owns' })
  const known = Object.entries(chain.addresses).find(([, one]) => isSameAddress(one, to))?.[0]
  if (known !== undefined)
    throw new OperationParametersError({
      operation,
      problem: `to: is the protocol’s contract ${known}; what is sent there is lost`,
    })
  const [code, nonce] = await Promise.all([
    chain.client.getCode({ address: to }),
    chain.client.getTransactionCount({ address: to }),
  ])
  const isContract = `${to} is a contract: make sure that it can use what it gets.`
  const isFresh = `${to} has never sent anything on this chain: make sure that it is right.`
  if (code !== undefined) return [{ code: 'RECIPIENT_IS_CONTRACT', message: isContract }]
  return nonce === 0 ? [{ code: 'RECIPIENT_IS_NEW', message: isFresh }] : []
}

/** Plain payments. */
export const transferOperations = [transferTokens, transferEther] as const
