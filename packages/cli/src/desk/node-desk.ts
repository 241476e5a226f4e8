import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type OperationRequest,
  operationOutcomeSchema,
  operationPreviewSchema,
} from '@millrace/chain/operations'
import { delay } from '@millrace/common'
import { z } from 'zod'
import { FlagsError, NodeRefusedError, NodeUnreachableError } from '../errors.ts'
import type { Desk } from './desk.ts'
import type { AccountSettings } from './settings.ts'

const operatorFileSchema = z.object({ url: z.url() })
const previewAnswerSchema = z.object({ preview: operationPreviewSchema })
const outcomeAnswerSchema = z.object({ outcome: operationOutcomeSchema })
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** A question may take as long as a transaction and its replacements. */
const answerTimeoutMs = 10 * 60_000
const attempts = 5

/**
 * A running node does operations with its own key. A request whose answer is lost is repeated under its id, which the
 * node does once.
 */
export async function openNodeDesk(settings: AccountSettings): Promise<Desk> {
  const node = await findNode(settings)
  const ask = async (request: OperationRequest, mode: 'preview' | 'send') => {
    const body = JSON.stringify({
      mode,
      parameters: request.parameters,
      ...(request.id && { id: request.id }),
    })
    return postAgain(`${node.url}/api/v1/operations/${request.name}`, { body, token: node.token })
  }
  return {
    tokenSymbol: undefined,
    preview: async (request) => previewAnswerSchema.parse(await ask(request, 'preview')).preview,
    settle: async () => undefined,
    send: async (request) => outcomeAnswerSchema.parse(await ask(request, 'send')).outcome,
    [Symbol.asyncDispose]: async () => undefined,
  }
}

async function findNode({
  dataDir,
  url,
  tokenFile,
}: AccountSettings): Promise<{ url: string; token: string }> {
  const file = tokenFile ?? (dataDir === undefined ? undefined : join(dataDir, 'operator-token'))
  if (file === undefined) throw new FlagsError('--url needs --token-file as well.')
  const where = url ?? `of ${dataDir}`
  const read = (path: string) =>
    readFile(path, 'utf8').catch((cause) => {
      throw new NodeUnreachableError({ where, why: `${path} cannot be read; is it running?`, cause })
    })
  const token = (await read(file)).trim()
  if (url !== undefined) return { url: url.replace(/\/$/, ''), token }
  const text = await read(join(dataDir ?? '', 'operator.json'))
  try {
    return { url: operatorFileSchema.parse(JSON.parse(text)).url, token }
  } catch (cause) {
    throw new NodeUnreachableError({ where, why: 'its operator.json is not one', cause })
  }
}

/** @throws {NodeRefusedError} with what the node said, {NodeUnreachableError} when it gave no answer several times */
async function postAgain(url: string, request: { body: string; token: string }): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await post(url, request)
    } catch (cause) {
      if (cause instanceof NodeRefusedError) throw cause
      if (attempt >= attempts)
        throw new NodeUnreachableError({
          where: `at ${new URL(url).origin}`,
          why: 'it gives no answer',
          cause,
        })
      await delay(200 * 2 ** attempt)
    }
  }
}

async function post(url: string, { body, token }: { body: string; token: string }): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  const parsed = errorSchema.safeParse(answer)
  const fallback = { code: `HTTP_${response.status}`, message: `The node answered ${response.status}.` }
  throw new NodeRefusedError(parsed.success ? parsed.data.error : fallback)
}
