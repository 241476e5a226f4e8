/** Stake taken from an orchestrator (protocol.md 1.5). */
import { type Address, NOBODY } from '../address.ts'
import { PPM, percOf } from '../maths.ts'
import { require } from '../refusal.ts'
import { decreaseStake, leave, NO_HINT } from './active-set.ts'
import { checkpoint, type Staking, workingRound } from './staking.ts'

export interface SlashCall {
  readonly orchestrator: Address
  readonly finder: Address
  readonly slashAmount: bigint
  readonly finderFee: bigint
}

export function slash(staking: Staking, caller: Address, call: SlashCall): void {
  const { orchestrator, finder, slashAmount, finderFee } = call
  const { ledger, token, minter, verifier } = staking
  staking.controller.requireRunning()
  require(caller === verifier, 'CallerNotVerifier')
  const round = workingRound(staking)
  const { bonded, delegate } = ledger.delegators.get(orchestrator)
  if (bonded > 0n) {
    const penalty = percOf(bonded, slashAmount, PPM)
    if (ledger.state.get().pool.includes(orchestrator)) leave(ledger, orchestrator, round)
    ledger.delegators.set(orchestrator, { bonded: bonded - penalty })
    decreaseStake(ledger, { orchestrator: delegate, amount: penalty, round, hint: NO_HINT })
    const forFinder = finder === NOBODY ? 0n : percOf(penalty, finderFee, PPM)
    token.transfer(minter.address, finder, forFinder)
    token.burn(minter.address, penalty - forFinder)
    checkpoint(staking, delegate, orchestrator)
  }
}
