import { bondingManagerAbi, protocolErrorsAbi, tokenAbi } from '@millrace/abi'
import { type Address, BaseError, ContractFunctionRevertedError, type Hex, parseUnits } from 'viem'
import { simulateContract, waitForTransactionReceipt } from 'viem/actions'
import type { Protocol } from '../../network/chain.ts'
import type { Position } from '../../network/chain-facts.ts'
import type { SigningAccount } from '../account/accounts.ts'

export type BondStep = 'approving' | 'bonding'

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

/** Bonds tokens of an account to an orchestrator: lets the BondingManager take them where needed, then bonds. Waits for both. */
export async function bond(
  { client, contracts }: Protocol,
  {
    signer,
    orchestrator,
    amount,
    allowance,
  }: { signer: SigningAccount; orchestrator: Address; amount: bigint; allowance: bigint },
  onStep: (step: BondStep) => void,
): Promise<Hex> {
  const { wallet, account } = await signer.open()
  const settle = async (hash: Hex) => {
    const { status } = await waitForTransactionReceipt(client, { hash, timeout: 120_000 })
    if (status !== 'success') throw new Error('The transaction was reverted.')
    return hash
  }
  if (allowance < amount) {
    onStep('approving')
    const approval = await simulateContract(client, {
      account,
      address: contracts.token,
      abi: tokenAbi,
      functionName: 'approve',
      args: [contracts.bondingManager, amount],
    })
    await settle(await wallet.writeContract({ ...approval.request, account, chain: wallet.chain }))
  }
  onStep('bonding')
  const { request } = await simulateContract(client, {
    account,
    address: contracts.bondingManager,
    abi: [...bondingManagerAbi, ...protocolErrorsAbi],
    functionName: 'bond',
    args: [amount, orchestrator],
  })
  return settle(await wallet.writeContract({ ...request, account, chain: wallet.chain }))
}

/** An error of a transaction as a sentence, with the contract's own words and figures where it gave any. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof BaseError)) return error instanceof Error ? error.message : String(error)
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError)) return error.shortMessage
  const { data, reason } = reverted
  if (!data) return reason ?? error.shortMessage
  const words = data.errorName.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const figures = data.args && data.args.length > 0 ? ` (${data.args.map(String).join(', ')})` : ''
  return `The contract refused: ${words}${figures}.`
}
