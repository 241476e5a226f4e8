import { Emitter, silentLogger } from '@millrace/common'
import { indexerApp } from './app.ts'
import { describeApp } from './describe.ts'
import { usualUsage } from './usage.ts'

/** The description of everything that an indexer serves, without one that runs. */
export function describeIndexer() {
  const nothing = (): never => {
    throw new Error('A description answers nothing.')
  }
  return describeApp(
    indexerApp({
      database: { query: nothing, transaction: nothing },
      changes: new Emitter(),
      position: nothing,
      metrics: { registry: { metrics: nothing, contentType: '' } },
      staleAfterMs: 0,
      usage: usualUsage,
      steppedAtMs: nothing,
      log: silentLogger(),
    }),
  )
}
