import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { silentLogger } from '@millrace/common'
import { PoisonSegmentError, SegmentRefusedError, TranscoderPool } from '@millrace/media'
import { verifySegment } from '@millrace/verification/looking'
import type { LookingAnswer, LookingOrder } from './messages.ts'

/** Where all want the whole processor, streams get three times as much of it. */
const niceness = 5
/** One process, one thread; several references of one segment wait for each other. */
const poolOptions = { workers: 1, threads: 1, maxWaiting: 32 } as const

const port = parentPort
if (!port) throw new Error('This is a thread of a gateway.')

// There it is of this thread alone, and of the processes that it starts; elsewhere it would be of the whole gateway.
if (process.platform === 'linux') setPriority(niceness)

let opened: Promise<TranscoderPool> | undefined

/** One that does not start is tried again with the next segment. */
function open(): Promise<TranscoderPool> {
  opened ??= TranscoderPool.create(poolOptions, { log: silentLogger() }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function answerTo({ segment }: LookingOrder & { type: 'verify' }): Promise<LookingAnswer> {
  try {
    return { type: 'verdicts', verdicts: await verifySegment(segment, await open()) }
  } catch (error) {
    const isSource = error instanceof SegmentRefusedError || error instanceof PoisonSegmentError
    return { type: 'failed', isSource, reason: error instanceof Error ? error.message : String(error) }
  }
}

port.on('message', async (order: LookingOrder) => {
  if (order.type === 'verify') {
    port.postMessage(await answerTo(order))
    return
  }
  const pool = await opened?.catch(() => undefined)
  await pool?.close()
  port.close()
})
