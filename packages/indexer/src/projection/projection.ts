import type { Ledger } from '../ledger/ledger.ts'
import type { ChainEvent, WatchedContract } from './event.ts'
import { identityRegistryHandlers } from './identity.ts'
import { type FeeBooking, Payments } from './payments.ts'
import { aiServiceRegistryHandlers, controllerHandlers, serviceRegistryHandlers } from './registry.ts'
import { minterHandlers, roundsHandlers } from './rounds.ts'
import { happen, protocolOf, type Scope } from './scope.ts'
import { stakingHandlers } from './staking.ts'
import { tokenHandlers } from './token.ts'
import { pollCreatorHandlers, pollHandlers, treasuryGovernorHandlers } from './votes.ts'

/**
 * To be raised whenever the same events make another ledger, profiles and polls included: databases that an earlier
 * version filled are filled anew.
 */
export const ledgerVersion = 2

export interface ProjectionOptions {
  readonly feeBooking: FeeBooking
}

/** An event with what only the chain's state tells: the value of a parameter that it says was set. */
export interface EventToApply extends ChainEvent {
  readonly parameterValue?: bigint | undefined
}

type Handler = (scope: Scope, args: Readonly<Record<string, unknown>>) => void

/**
 * What the contracts' events make of the ledger. Pure: the same events give the same ledger, in the contracts' own
 * arithmetic, so that what it holds can be compared with the contracts' state to the wei.
 */
export class Projection {
  readonly #ledger: Ledger
  readonly #payments: Payments
  readonly #handlers: ReadonlyMap<string, Handler>
  #txHash: string | undefined

  constructor({ feeBooking }: ProjectionOptions, ledger: Ledger) {
    this.#ledger = ledger
    this.#payments = new Payments(feeBooking)
    this.#handlers = handlersOf(this.#payments)
  }

  /** Applies the next event of the chain. */
  apply(event: EventToApply): void {
    const { contract, name, args, parameterValue, ...at } = event
    if (contract !== 'ticketBroker' || at.txHash !== this.#txHash) this.#payments.settle(this.#ledger)
    this.#txHash = at.txHash
    const scope: Scope = {
      ledger: this.#ledger,
      at,
      round: protocolOf(this.#ledger).currentRound,
      parameterValue,
    }
    if (name === 'ParameterUpdate') setParameter(scope, { contract, parameter: String(args['param']) })
    this.#handlers.get(`${contract}.${name}`)?.(scope, args)
  }

  /** To be called after a block's last event: nothing of it stays open. */
  endBlock(): void {
    this.#payments.settle(this.#ledger)
    this.#txHash = undefined
  }
}

function handlersOf(payments: Payments): Map<string, Handler> {
  const byContract: Partial<Record<WatchedContract, object>> = {
    controller: controllerHandlers,
    token: tokenHandlers,
    minter: minterHandlers,
    roundsManager: roundsHandlers,
    bondingManager: stakingHandlers(),
    ticketBroker: payments.handlers,
    serviceRegistry: serviceRegistryHandlers,
    aiServiceRegistry: aiServiceRegistryHandlers,
    treasuryGovernor: treasuryGovernorHandlers,
    pollCreator: pollCreatorHandlers,
    poll: pollHandlers,
    identityRegistry: identityRegistryHandlers,
  }
  return new Map(
    Object.entries(byContract).flatMap(([contract, handlers]) =>
      Object.entries(handlers).map(([name, handler]) => [`${contract}.${name}`, handler as Handler] as const),
    ),
  )
}

const roundAnchors = [
  'roundsManager.lastRoundLengthUpdateRound',
  'roundsManager.lastRoundLengthUpdateStartBlock',
] as const

function setParameter(
  scope: Scope,
  { contract, parameter }: { readonly contract: WatchedContract; readonly parameter: string },
): void {
  const { ledger, at, parameterValue } = scope
  if (parameterValue === undefined) return
  const name = `${contract}.${parameter}`
  // From where on rounds have this length is in the contract alone, and is read there anew.
  if (name === 'roundsManager.roundLength')
    for (const anchor of roundAnchors) ledger.tables.parameter.delete(anchor)
  const known = ledger.tables.parameter.get(name)
  // What was read at the head, and told by no event, depends on where the reader stood.
  const previous = known && known.blockNumber > 0 ? known.value : undefined
  ledger.tables.parameter.set({ name, value: parameterValue, blockNumber: at.blockNumber })
  happen(scope, 'parameter-changed', {
    parameter: name,
    value: String(parameterValue),
    previous: previous === undefined ? null : String(previous),
  })
}
