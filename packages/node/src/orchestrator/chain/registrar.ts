import { type Actions, ContractRevertError, type StakingReads } from '@millrace/chain'
import { BaseError, type Logger, retry } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { SettingsError } from '@millrace/daemon'

export interface RegistrarOptions {
  readonly address: Address
  readonly bondWei: bigint
  readonly rewardCutPercent: number
  readonly feeSharePercent: number
}

export interface RegistrarDependencies {
  readonly staking: Pick<StakingReads, 'orchestrator' | 'delegator' | 'tokenBalanceWei'>
  readonly actions: Pick<Actions, 'staking'>
  readonly log: Logger
}

/** Refusals of new cuts that a later block or round lifts. */
const passing: ReadonlySet<string | undefined> = new Set([
  'CurrentRoundLocked',
  'CurrentRoundNotInitialized',
  'ActiveTranscoderMustCallReward',
])

/** Brings what the chain says of this orchestrator in line with the settings; does nothing where it is already. */
export class Registrar {
  readonly #options: RegistrarOptions
  readonly #deps: RegistrarDependencies
  #areCutsDue = true

  constructor(options: RegistrarOptions, deps: RegistrarDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /**
   * Bonds what is missing of the own stake, and sets cuts and service URI. Cuts that cannot change now are left to
   * `settleCuts`.
   * @throws {SettingsError} when the account has too few tokens, and what the chain throws for good; also when the round
   * ended meanwhile ({@link hasRoundEnded}), since trying again helps only once the next one is initialised.
   */
  async register(serviceUri: string): Promise<void> {
    const attempt = { attempts: 5, firstDelayMs: 500 }
    const isRetryable = (error: unknown) =>
      error instanceof BaseError && error.retryable && !hasRoundEnded(error)
    await retry(() => this.#bondMissing(), { ...attempt, isRetryable })
    await Promise.all([
      retry(() => this.#setServiceUri(serviceUri), attempt),
      retry(() => this.settleCuts(), attempt),
    ])
  }

  /** Sets the cuts when they are not as the settings say and the contract lets them change now. */
  async settleCuts(): Promise<void> {
    if (!this.#areCutsDue) return
    const { address } = this.#options
    const { staking, actions, log } = this.#deps
    const rewardCutPpm = toPpm(this.#options.rewardCutPercent)
    const feeSharePpm = toPpm(this.#options.feeSharePercent)
    const now = await staking.orchestrator(address)
    if (now.rewardCutPpm !== rewardCutPpm || now.feeSharePpm !== feeSharePpm) {
      try {
        await actions.staking.setCuts({ rewardCutPpm, feeSharePpm })
        log.info({ rewardCutPpm, feeSharePpm }, 'cuts set')
      } catch (err) {
        if (!(err instanceof ContractRevertError) || !passing.has(err.errorName)) throw err
        log.info({ reason: err.errorName }, 'cuts cannot change yet')
        return
      }
    }
    this.#areCutsDue = false
  }

  async #bondMissing(): Promise<void> {
    const { address, bondWei } = this.#options
    const { staking, actions, log } = this.#deps
    const { pendingStakeWei } = await staking.delegator(address)
    const { isRegistered } = await staking.orchestrator(address)
    const missingWei = bondWei > pendingStakeWei ? bondWei - pendingStakeWei : 0n
    if (missingWei === 0n) {
      if (isRegistered) return
      const problem =
        'it must be more than the stake bonded elsewhere, to register this account as an orchestrator'
      throw new SettingsError({ setting: 'bondWei', problem })
    }
    const balanceWei = await staking.tokenBalanceWei(address)
    if (balanceWei < missingWei) {
      const problem = `${missingWei} more are to be bonded, but ${address} has ${balanceWei} wei of the token`
      throw new SettingsError({ setting: 'bondWei', problem })
    }
    await actions.staking.bond({ amountWei: missingWei, to: address })
    log.info({ bondedWei: missingWei }, 'own stake bonded')
  }

  async #setServiceUri(serviceUri: string): Promise<void> {
    const { staking, actions, log } = this.#deps
    const now = await staking.orchestrator(this.#options.address)
    if (now.serviceUri === serviceUri) return
    await actions.staking.setServiceUri(serviceUri)
    log.info({ serviceUri }, 'service URI registered')
  }
}

/** Whether a staking call was refused because its round is over and the next one not initialised. */
export function hasRoundEnded(error: unknown): boolean {
  return error instanceof ContractRevertError && error.errorName === 'CurrentRoundNotInitialized'
}

/** Percent with up to four decimals as parts per million. */
function toPpm(percent: number): bigint {
  return BigInt(Math.round(percent * 10_000))
}
