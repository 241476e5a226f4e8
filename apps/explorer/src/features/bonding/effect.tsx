import { shortAddress } from '@millrace/common/units'
import type { Address } from 'viem'
import { formatAmount } from '../../format/amounts.ts'
import { type Position, useRound, useToken } from '../../network/chain-facts.ts'
import { useOrchestrators, usePoolSize } from '../../network/orchestrator-facts.ts'
import { previewBond } from './preview.ts'
import { PreviewText } from './preview-text.tsx'

interface EffectProps {
  readonly orchestrator: Address
  readonly amount: bigint
  readonly position: Position
}

/** What bonding an amount would do: to the election, and to stake that stands elsewhere. */
export function Effect({ orchestrator, amount, position: { delegate, stake } }: EffectProps) {
  const { data: orchestrators } = useOrchestrators()
  const { data: size } = usePoolSize()
  const { data: round } = useRound()
  const { data: token } = useToken()
  if (!orchestrators || size === undefined || !round || !token) return null
  const isMoving = delegate !== undefined && delegate.toLowerCase() !== orchestrator.toLowerCase()
  const moved = isMoving ? { from: delegate, amount: stake } : undefined
  const preview = previewBond(
    { orchestrators, size, round: round.number },
    { target: orchestrator, amount, moved },
  )
  return (
    <div data-testid="bond-effect" role="status" className="space-y-1">
      {moved && (
        <p className="text-warn">
          The account’s {formatAmount(moved.amount, 2)} {token.symbol} at {shortAddress(moved.from)} move
          along.
        </p>
      )}
      <p>
        <PreviewText preview={preview} nextRound={round.number + 1n} symbol={token.symbol} />
      </p>
    </div>
  )
}
