import type { Address } from '@millrace/crypto'
import type { TxRequest } from '../tx/tx-sender.ts'
import { operationOf } from './catalogue.ts'
import type { OperationEvent } from './events.ts'
import { inEther } from './facts.ts'
import type { OperationContext, OperationPlan, OperationWarning } from './operation.ts'
import { simulate } from './simulate.ts'

export interface PreviewedCall extends TxRequest {
  /** Undefined where it cannot be known before the calls ahead of it are made. */
  readonly gas: bigint | undefined
}

/** Why an operation would not go through as things stand. */
export interface OperationRefusal {
  /** Name of the contract's error, or `InsufficientEther`. */
  readonly reason: string
  readonly message: string
  /** Whether waiting can help. */
  readonly retryable: boolean
}

/** What an operation would do and cost; nothing was sent. */
export interface OperationPreview {
  readonly operation: string
  readonly from: Address
  readonly chainId: number
  readonly effect: string
  readonly warnings: readonly OperationWarning[]
  readonly calls: readonly PreviewedCall[]
  /** Ether that goes with the calls. */
  readonly valueWei: bigint
  /** Of all calls that it is known of. */
  readonly gas: bigint
  /** For gas at today's price. */
  readonly feeWei: bigint
  /** The most that gas may cost, with margins for other prices and state. */
  readonly maxFeeWei: bigint
  readonly balanceWei: bigint
  /** What the contracts would say; empty where the node cannot simulate. */
  readonly events: readonly OperationEvent[]
  readonly refusal: OperationRefusal | undefined
}

/** What a sender adds to an estimate, in percent; see `prepareTransaction`. */
const gasMarginPercent = 25n

/** What to do about a refusal, where that is not plain from it. */
const advice: Readonly<Record<string, string>> = {
  CurrentRoundNotInitialized: ' Start the round first (initialize-round).',
  SenderLocked: ' Begin with unlock, and wait for its round.',
  ActiveTranscoderMustCallReward: ' Call reward first.',
  ERC20InsufficientBalance: ' (Amounts in the token’s smallest unit, 10^-18.)',
}

/**
 * Simulates an operation for an account.
 * @throws {UnknownOperationError | OperationParametersError}, and what the chain throws when it does not answer.
 */
export async function previewOperation(
  { name, parameters }: { readonly name: string; readonly parameters: unknown },
  context: OperationContext,
): Promise<OperationPreview> {
  const plan = await operationOf(name).plan(parameters, context)
  return previewPlan({ name, plan }, context)
}

export async function previewPlan(
  { name, plan }: { readonly name: string; readonly plan: OperationPlan },
  context: OperationContext,
): Promise<OperationPreview> {
  const { chain, from } = context
  const valueWei = plan.calls.reduce((sum, call) => sum + (call.valueWei ?? 0n), 0n)
  const [balanceWei, gasPriceWei, { maxFeePerGas }] = await Promise.all([
    chain.client.getBalance({ address: from }),
    chain.client.getGasPrice(),
    chain.client.estimateFeesPerGas(),
  ])
  const isAffordable = balanceWei > valueWei
  const simulation = isAffordable ? await simulate(plan.calls, context) : undefined
  const gas = (simulation?.gas ?? []).reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n)
  const maxFeeWei = ((gas * (100n + gasMarginPercent)) / 100n) * maxFeePerGas
  const poor = balanceWei < valueWei + maxFeeWei || !isAffordable
  return {
    operation: name,
    from,
    chainId: chain.chainId,
    ...plan,
    warnings: [...plan.warnings, ...unknownGas(simulation?.gas ?? [])],
    calls: plan.calls.map((call, at) => ({ ...call, gas: simulation?.gas[at] })),
    ...{ valueWei, gas, feeWei: gas * gasPriceWei, maxFeeWei, balanceWei },
    events: simulation?.events ?? [],
    refusal: simulation?.refusal
      ? refusalOf(simulation.refusal)
      : poor
        ? tooLittleEther({ from, balanceWei, neededWei: valueWei + maxFeeWei })
        : undefined,
  }
}

function refusalOf(error: {
  errorName: string | undefined
  message: string
  retryable: boolean
}): OperationRefusal {
  const { errorName = 'unknown', message, retryable } = error
  return { reason: errorName, message: `${message}${advice[errorName] ?? ''}`, retryable }
}

function tooLittleEther(facts: { from: Address; balanceWei: bigint; neededWei: bigint }): OperationRefusal {
  const { from, balanceWei, neededWei } = facts
  const message = `${from} has ${inEther(balanceWei)}, and it may take ${inEther(neededWei)} with gas.`
  return { reason: 'InsufficientEther', message, retryable: true }
}

function unknownGas(gas: readonly (bigint | undefined)[]): OperationWarning[] {
  if (!gas.includes(undefined)) return []
  const message =
    'This RPC endpoint cannot simulate one call after another: only the first one was tried, and the cost is of that alone.'
  return [{ code: 'PARTLY_SIMULATED', message }]
}
