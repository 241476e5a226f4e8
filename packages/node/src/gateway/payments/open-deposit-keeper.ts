import type { Clock, Logger } from '@millrace/common'
import { SettingsError } from '@millrace/daemon'
import type { GatewayChain } from '../chain-connection.ts'
import type { GatewayConfig } from '../config.ts'
import type { Tell } from '../events/gateway-events.ts'
import type { GatewayLedger } from '../store/gateway-ledger.ts'
import { DepositKeeper } from './deposit-keeper.ts'

export interface DepositKeeperParts {
  /** Undefined off chain. */
  readonly chain: GatewayChain | undefined
  readonly ledger: Pick<GatewayLedger, 'spending' | 'save'>
  readonly tell: Tell
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Undefined when the settings want no topping up.
 * @throws {SettingsError} when they say only half of what it needs.
 */
export function openDepositKeeper(
  config: Pick<GatewayConfig, 'depositFloorWei' | 'depositTopUpWei' | 'depositTopUpMaxPerDayWei'>,
  { chain, ledger, tell, clock, log }: DepositKeeperParts,
): DepositKeeper | undefined {
  const {
    depositFloorWei: floorWei,
    depositTopUpWei: amountWei,
    depositTopUpMaxPerDayWei: maxPerDayWei,
  } = config
  if (amountWei === undefined || !chain) return undefined
  const need = (setting: string) => new SettingsError({ setting, problem: 'depositTopUpWei needs it' })
  if (floorWei === undefined) throw need('depositFloorWei')
  if (maxPerDayWei === undefined) throw need('depositTopUpMaxPerDayWei')
  const { addToDeposit } = chain
  if (!addToDeposit) throw need('keystoreFile')
  return new DepositKeeper(
    { floorWei, amountWei, maxPerDayWei },
    {
      addToDeposit,
      spending: ledger.spending,
      save: () => ledger.save(),
      ...{ tell, clock },
      log: log.child({ module: 'gateway/deposit' }),
    },
  )
}
