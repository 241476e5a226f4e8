import { formatAmount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import type { Progress } from '../../transactions/run-plan.ts'
import type { NotSent } from '../../transactions/send.ts'

const said = text.staking.progress

/** How far the transactions of a step are, in a sentence; empty before they begin. */
export function progressText(progress: Progress): string {
  switch (progress.phase) {
    case 'idle':
      return ''
    case 'checking':
      return `${count(progress)}${said.checking}`
    case 'waiting-for-round':
      return `${count(progress)}${said.waitingForRound}`
    case 'signing':
      return `${count(progress)}${said.signing}`
    case 'pending':
      return `${count(progress)}${progress.isSpedUp ? said.spedUp : said.pending}`
    case 'done':
      return said.done
    case 'not-sent':
      return notSentText(progress.why)
    case 'ended': {
      const { state, reason = '' } = progress.record
      if (state === 'cancelled' || state === 'replaced' || state === 'dropped') return said[state]
      return said.failed(reason)
    }
  }
}

export function isFailure({ phase }: Progress): boolean {
  return phase === 'not-sent' || phase === 'ended'
}

function notSentText(why: NotSent): string {
  switch (why.kind) {
    case 'wrong-network':
      return said.refused(text.wallet.switch)
    case 'another-open':
      return said.anotherOpen(why.label)
    case 'refused':
      return said.refused(why.sentence)
    case 'no-ether':
      return said.noEther(formatAmount(why.neededWei, 6))
    case 'rejected':
      return said.rejected
  }
}

function count({ at, of }: { readonly at: number; readonly of: number }): string {
  return of > 1 ? `${at}/${of} · ` : ''
}
