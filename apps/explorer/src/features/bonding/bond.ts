import { bondingManagerAbi, protocolErrorsAbi, roundsManagerAbi, tokenAbi } from '@millrace/abi'
import { type Address, BaseError, ContractFunctionRevertedError, type Hex, parseUnits } from 'viem'
import { readContract, simulateContract, waitForTransactionReceipt } from 'viem/actions'
import { sentenceOf } from '../../format/errors.ts'
import type { Protocol } from '../../network/chain.ts'
import type { Position } from '../../network/chain-facts.ts'
import type { SigningAccount } from '../account/accounts.ts'

export type BondStep = 'approving' | 'waiting' | 'bonding'

/** What is wrong with an amount that somebody typed; undefined when it can be bonded. */
export function amountProblem(text: string, position: Position): string | undefined {
  if (text.trim() === '') return 'Enter an amount.'
  if (!/^\d+(\.\d{1,18})?$/.test(text.trim())) return 'Enter a number such as 250 or 0.5.'
  const amount = parseAmount(text)
  if (amount === 0n) return 'Enter more than zero.'
  if (amount > position.balance) return 'That is more than this account holds.'
  return undefined
}

export function parseAmount(text: string): bigint {
  return parseUnits(text.trim(), 18)
}

interface BondOrder {
  readonly signer: SigningAccount
  readonly orchestrator: Address
  readonly amount: bigint
  readonly allowance: bigint
}

const mostTries = 3

/**
 * Bonds tokens of an account to an orchestrator: lets the BondingManager take them where needed, then bonds. A round
 * that has yet to begin is waited for, because nothing can be bonded before.
 */
export async function bond(
  protocol: Protocol,
  order: BondOrder,
  onStep: (step: BondStep) => void,
): Promise<void> {
  if (order.allowance < order.amount) {
    onStep('approving')
    await approve(protocol, order)
  }
  for (let tries = 1; ; tries++) {
    if (!(await isRoundBegun(protocol))) {
      onStep('waiting')
      await roundBegun(protocol)
    }
    onStep('bonding')
    try {
      return await sendBond(protocol, order)
    } catch (error) {
      // The round may have ended between looking and being mined.
      if (tries === mostTries || (await isRoundBegun(protocol))) throw error
    }
  }
}

async function approve(protocol: Protocol, { signer, amount }: BondOrder): Promise<void> {
  const { wallet, account } = await signer.open()
  const { request } = await simulateContract(protocol.client, {
    account,
    address: protocol.contracts.token,
    abi: tokenAbi,
    functionName: 'approve',
    args: [protocol.contracts.bondingManager, amount],
  })
  await settle(protocol, await wallet.writeContract({ ...request, account, chain: wallet.chain }))
}

async function sendBond(protocol: Protocol, { signer, amount, orchestrator }: BondOrder): Promise<void> {
  const { wallet, account } = await signer.open()
  const { request } = await simulateContract(protocol.client, {
    account,
    address: protocol.contracts.bondingManager,
    abi: [...bondingManagerAbi, ...protocolErrorsAbi],
    functionName: 'bond',
    args: [amount, orchestrator],
  })
  await settle(protocol, await wallet.writeContract({ ...request, account, chain: wallet.chain }))
}

const settleMs = 120_000

async function settle({ client }: Protocol, hash: Hex): Promise<void> {
  const { status } = await waitForTransactionReceipt(client, { hash, timeout: settleMs })
  if (status !== 'success') throw new Error('The transaction was mined, but the contract refused it.')
}

function isRoundBegun({ client, contracts }: Protocol): Promise<boolean> {
  return readContract(client, {
    address: contracts.roundsManager,
    abi: roundsManagerAbi,
    functionName: 'currentRoundInitialized',
  })
}

const roundPollMs = 1_000
const roundWaitMs = 120_000

/** @throws {Error} when nobody begins the round for a while. */
async function roundBegun(protocol: Protocol): Promise<void> {
  const deadline = Date.now() + roundWaitMs
  while (!(await isRoundBegun(protocol))) {
    if (Date.now() > deadline)
      throw new Error('No orchestrator begins the round; nothing can be bonded before. Try again later.')
    await new Promise((resolve) => window.setTimeout(resolve, roundPollMs))
  }
}

/** An error of a transaction as a sentence, with the contract's own words and figures where it gave any. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof BaseError)) return sentenceOf(error)
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError)) return error.shortMessage
  const { data, reason } = reverted
  if (!data) return reason ?? error.shortMessage
  const words = data.errorName.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const figures = data.args && data.args.length > 0 ? ` (${data.args.map(String).join(', ')})` : ''
  return `The contract refused: ${words}${figures}.`
}
