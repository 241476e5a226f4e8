import { createServer } from 'node:net'
import { BaseError, createLogger } from '@millrace/common'
import { measureCapacity, TranscoderPool } from '@millrace/media'
import { matches, type Questions } from './questions.ts'

export interface PortQuestion {
  readonly setting: string
  readonly what: string
  readonly initial: number
}

/** Asks for ports until each is one that can be listened on. */
export async function askPorts(
  questions: Questions,
  ports: readonly PortQuestion[],
): Promise<Readonly<Record<string, number>>> {
  const chosen: Record<string, number> = {}
  for (const { setting, what, initial } of ports) {
    while (chosen[setting] === undefined) {
      const port = Number(
        await questions.text(`Port for ${what}`, {
          initial: String(initial),
          check: matches(
            /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
            'It must be 1 to 65535.',
          ),
        }),
      )
      const isTaken = Object.values(chosen).includes(port)
      if (!isTaken && (await isFree(port))) chosen[setting] = port
      else questions.say(`  Port ${port} is in use.`)
    }
  }
  return chosen
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(port, () => server.close(() => resolve(true)))
  return promise
}

/** Tries whether this machine transcodes, on a real sample, and tells how much. @returns whether it does */
export async function tryTranscoding(questions: Questions): Promise<boolean> {
  questions.say('  Transcoding a sample …')
  try {
    const log = createLogger({ name: 'init', level: 'fatal' })
    const pool = await TranscoderPool.create({ workers: 1 }, { log })
    try {
      const pixelsPerSecond = await measureCapacity(pool, { forMs: 500 })
      questions.say(
        `  This machine transcodes: about ${Math.round(pixelsPerSecond / 1e6)} million pixels a second with one process.`,
      )
      return true
    } finally {
      await pool.close()
    }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    questions.say(`  This machine does not transcode: ${error.message}`)
    return false
  }
}
