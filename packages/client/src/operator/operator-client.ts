import createClient, { type Client } from 'openapi-fetch'
import { answerWords } from '../answer-words.ts'
import { OperatorAnswerError, OperatorUnreachableError } from './errors.ts'
import type { paths as GatewayPaths } from './generated/gateway.ts'
import type { paths as OrchestratorPaths } from './generated/orchestrator.ts'
import type { paths as RedeemerPaths } from './generated/redeemer.ts'
import type { paths as TesterPaths } from './generated/tester.ts'
import type { paths as TranscoderPaths } from './generated/transcoder.ts'

/** The routes of each role, as its description has them. */
export interface OperatorPaths {
  readonly gateway: GatewayPaths
  readonly orchestrator: OrchestratorPaths
  readonly transcoder: TranscoderPaths
  readonly redeemer: RedeemerPaths
  readonly tester: TesterPaths
}

export type OperatorRole = keyof OperatorPaths
export type OperatorClient<Role extends OperatorRole> = Client<OperatorPaths[Role]>

export interface OperatorClientOptions {
  /** URL of the node's operator API. */
  readonly url: string
  /** A token of that node. */
  readonly token: string
  /** A node that has not answered for so long counts as gone. */
  readonly timeoutMs?: number
}

/**
 * A client of a node's operator API: methods of HTTP over the paths of its description, typed by it.
 *
 * @example
 * const node = operatorClient('orchestrator', { url: 'http://127.0.0.1:7935', token })
 * const { sessions } = await answerOf(node.GET('/api/v1/sessions'))
 */
export function operatorClient<Role extends OperatorRole>(
  _role: Role,
  { url, token, timeoutMs = 10_000 }: OperatorClientOptions,
): OperatorClient<Role> {
  return createClient<OperatorPaths[Role]>({
    baseUrl: url,
    headers: { authorization: `Bearer ${token}` },
    fetch: async (request) => {
      try {
        return await fetch(request, { signal: AbortSignal.timeout(timeoutMs) })
      } catch (cause) {
        throw new OperatorUnreachableError({ url, cause })
      }
    },
  })
}

interface Answer<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/**
 * What a call was answered.
 * @throws {OperatorAnswerError} when the node could not do it.
 * @throws {OperatorUnreachableError} when it does not answer.
 */
export async function answerOf<Data>(call: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call
  if (data !== undefined && data !== null && response.ok) return data
  const { status } = response
  throw new OperatorAnswerError({ status, ...answerWords(error, { status, from: 'a node' }) })
}
