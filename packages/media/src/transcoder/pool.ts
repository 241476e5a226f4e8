import type { Logger } from '@millrace/common'
import { PoolClosedError } from './errors.ts'
import type { TranscodeJob, TranscodeResult, TranscoderPoolOptions, TranscoderPoolStats } from './types.ts'

export interface TranscoderPoolDependencies {
  readonly log: Logger
}

export class TranscoderPool {
  /** @throws {TranscoderStartError} when no worker comes up. */
  static async create(
    _options: TranscoderPoolOptions,
    _deps: TranscoderPoolDependencies,
  ): Promise<TranscoderPool> {
    return new TranscoderPool()
  }
  get stats(): TranscoderPoolStats {
    return {
      workers: 0,
      busy: 0,
      waiting: 0,
      transcoded: 0,
      failed: 0,
      workersLost: 0,
      workersRecycled: 0,
      maxWorkerRssBytes: 0,
      cpuSeconds: 0,
    }
  }
  async transcode(_job: TranscodeJob): Promise<TranscodeResult> {
    throw new PoolClosedError()
  }
  async close(): Promise<void> {}
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
