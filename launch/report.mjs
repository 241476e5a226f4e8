/** What the set-up says: one line a step, on standard error, so that standard output stays for results. */

const isTerminal = process.stderr.isTTY === true

/** @param {string} text */
export function say(text) {
  process.stderr.write(`millrace: ${text}\n`)
}

/**
 * A long step: a line when it begins, its progress now and then, a line with its time when it is done.
 * @template T
 * @param {string} title
 * @param {(update: (progress: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`
  let progress = ''
  let shown = ''
  say(`${title} …`)
  const timer = setInterval(
    () => {
      if (!isTerminal && progress === shown) return
      shown = progress
      const line = `millrace:   ${seconds()}${progress === '' ? '' : ` · ${progress}`}`
      process.stderr.write(isTerminal ? `\r\u001b[2K${line}` : `${line}\n`)
    },
    isTerminal ? 500 : 5_000,
  )
  const clear = () => {
    clearInterval(timer)
    if (isTerminal) process.stderr.write('\r\u001b[2K')
  }
  try {
    const result = await work((text) => {
      progress = text
    })
    clear()
    say(`  done in ${seconds()}${progress === '' ? '' : ` (${progress})`}`)
    return result
  } catch (error) {
    clear()
    throw error
  }
}

/** An error of the set-up that tells its reader what to do. */
export class SetupError extends Error {}
