import { BrokerActions } from '../broker/broker-actions.ts'
import type { Chain } from '../client/connect.ts'
import { RoundActions } from '../rounds/round-actions.ts'
import { StakingActions } from '../staking/staking-actions.ts'
import type { TransactionSender } from './tx-sender.ts'

/** Everything an account can do on a chain. */
export interface Actions {
  readonly rounds: RoundActions
  readonly staking: StakingActions
  readonly broker: BrokerActions
}

export function createActions(chain: Chain, sender: TransactionSender): Actions {
  const { client, contracts, staking } = chain
  return {
    rounds: new RoundActions({ contracts, sender }),
    staking: new StakingActions({ client, contracts, staking, sender }),
    broker: new BrokerActions({ contracts, sender }),
  }
}
