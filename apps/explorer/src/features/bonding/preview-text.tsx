import { shortAddress } from '@millrace/common/units'
import { formatAmount } from '../../format/amounts.ts'
import type { BondPreview } from './preview.ts'

interface PreviewTextProps {
  readonly preview: BondPreview
  readonly nextRound: bigint
  readonly symbol: string
}

/** What bonding would do, in a sentence. */
export function PreviewText({ preview, nextRound, symbol }: PreviewTextProps) {
  switch (preview.kind) {
    case 'stays':
      return `It is elected; the stake counts from round ${nextRound} on.`
    case 'enters':
      return preview.replaced
        ? `With this it enters the active set in round ${nextRound}, in the place of ${shortAddress(preview.replaced.address)}.`
        : `With this it enters the active set in round ${nextRound}: there is room.`
    case 'waits':
      return `It goes on waiting: to enter the active set it needs more than ${formatAmount(preview.missing, 2)} ${symbol} beyond this.`
    case 'unregistered':
      return 'It is not registered and cannot be elected, whatever its stake.'
  }
}
