import type { TransactionRecord } from './record.ts'
import type { NotSent } from './send.ts'

/** Whoever comes first begins the next round, mostly within seconds. */
const patienceMs = 60_000
const pollMs = 1_000

/**
 * Sends, again and again while the round has not begun: one may end before the next block, or between two calls.
 * @param signal ends the wait: whoever leaves is asked for no signature
 */
export async function onceRoundHasBegun(
  send: () => Promise<TransactionRecord | NotSent>,
  { onWait, signal }: { onWait: () => void; signal: AbortSignal },
): Promise<TransactionRecord | NotSent> {
  const end = Date.now() + patienceMs
  for (;;) {
    const sent = await send()
    if (!isTooEarly(sent) || Date.now() > end) return sent
    onWait()
    await pause(signal)
    if (signal.aborted) return sent
  }
}

function isTooEarly(sent: TransactionRecord | NotSent): boolean {
  return 'kind' in sent && sent.kind === 'refused' && sent.revert === 'CurrentRoundNotInitialized'
}

/** Ends at once when nobody waits any more. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, pollMs)
    signal.addEventListener('abort', end)
  })
}
