/** The program of the process that spoils renditions: one order at a time, synchronously, as workers of a pool do. */
import { answerParent, serveParent } from '@millrace/media/worker'
import type { SpoilAnswer, SpoilMessage } from './messages.ts'
import { spoil } from './spoil.ts'

serveParent<SpoilMessage>(({ id, order }) => answerParent(answerTo(id, order)))

function answerTo(id: number, order: SpoilMessage['order']): SpoilAnswer {
  try {
    return { id, result: spoil(order) }
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) }
  }
}
