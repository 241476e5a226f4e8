import {
  type OperationRequest,
  operationOutcomeSchema,
  operationPreviewSchema,
} from '@millrace/chain/operations'
import { answerOf, OperatorAnswerError, operatorClient } from '@millrace/client/operator'
import { delay } from '@millrace/common'
import { z } from 'zod'
import { locateNode } from '../commands/operator/access.ts'
import { NodeSilentError } from '../errors.ts'
import type { Desk } from './desk.ts'
import type { AccountSettings } from './settings.ts'

const previewAnswerSchema = z.object({ preview: operationPreviewSchema })
const outcomeAnswerSchema = z.object({ outcome: operationOutcomeSchema })

/** A question may take as long as a transaction and its replacements. */
const answerTimeoutMs = 10 * 60_000
const attempts = 5

/**
 * A running node does operations with its own key. A request whose answer is lost is repeated under its id, which the
 * node does once.
 */
export async function openNodeDesk(settings: AccountSettings): Promise<Desk> {
  const { dataDir, url, tokenFile } = settings
  const node = await locateNode({
    ...(dataDir !== undefined && { dataDir }),
    ...(url !== undefined && { url }),
    ...(tokenFile !== undefined && { tokenFile }),
  })
  // Whatever its role is, this route is the same.
  const client = operatorClient('gateway', { ...node, timeoutMs: answerTimeoutMs })
  const ask = ({ name, parameters, id }: OperationRequest, mode: 'preview' | 'send') =>
    repeated({ url: node.url, id }, () =>
      answerOf(
        client.POST('/api/v1/operations/{name}', {
          params: { path: { name } },
          body: { mode, parameters: parameters as Record<string, unknown>, ...(id !== undefined && { id }) },
        }),
      ),
    )
  return {
    tokenSymbol: undefined,
    preview: async (request) => previewAnswerSchema.parse(await ask(request, 'preview')).preview,
    settle: async () => undefined,
    send: async (request) => outcomeAnswerSchema.parse(await ask(request, 'send')).outcome,
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** @throws {OperatorAnswerError} with what the node said, {NodeSilentError} when it gave no answer several times */
async function repeated<Answer>(
  { url, id }: { readonly url: string; readonly id: string | undefined },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (cause) {
      // A proxy in between that gave up knows nothing of what the node does.
      const isOfNode = cause instanceof OperatorAnswerError && cause.code !== 'UNKNOWN_ANSWER'
      if (isOfNode) throw cause
      if (attempt >= attempts) throw new NodeSilentError({ url, id, cause })
      await delay(200 * 2 ** attempt)
    }
  }
}
