import { availableParallelism } from 'node:os'
import type { Logger } from '@millrace/common'
import { measureCapacity, TranscoderPool } from '@millrace/media'

/** Part of the measured capacity that is given out; the rest is for everything else that runs here. */
const givenOut = 0.8

/** Pixels a second that this machine can encode beside running a network, measured with a short real sample. */
export async function measureMachine({ log }: { log: Logger }): Promise<number> {
  const pool = await TranscoderPool.create({ workers: availableParallelism() }, { log })
  try {
    return givenOut * (await measureCapacity(pool))
  } finally {
    await pool.close()
  }
}
