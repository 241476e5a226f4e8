import type { RouteConfig } from '@hono/zod-openapi'
import { expect } from 'vitest'
import { commonRoutes } from '../src/daemon/operator/common-routes.ts'
import { describeRoutes } from '../src/daemon/operator/describe.ts'
import type { OperatorRoutes } from '../src/daemon/operator/route.ts'
import { askOperator } from './operator.ts'

/** How a route is called that needs more than its path. */
interface Sample {
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** By default 200. */
  readonly status?: number
}

export interface DescribedNode {
  readonly role: string
  readonly operatorUrl: string
  readonly dataDir: string
  readonly definitions: OperatorRoutes<never>['definitions']
  /** By operation id. */
  readonly samples: Readonly<Record<string, Sample>>
}

/**
 * Holds the description that a node serves against the routes of its role, and each route's answer against the
 * description: nothing missing, nothing more.
 */
export async function expectDescribed(node: DescribedNode): Promise<void> {
  const definitions = [...commonRoutes.definitions, ...node.definitions]
  const served = await (await fetch(new URL('/openapi.json', node.operatorUrl))).json()
  expect(served).toEqual(JSON.parse(JSON.stringify(describeRoutes(definitions, node.role))))
  for (const definition of definitions) await expectAnswered(node, definition)
}

async function expectAnswered(node: DescribedNode, definition: RouteConfig): Promise<void> {
  const { operationId = '', method, security, responses } = definition
  const { params = {}, body, status = 200 } = node.samples[operationId] ?? {}
  const path = definition.path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? `no sample of ${name}`)
  const init = {
    method: method.toUpperCase(),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  const stranger = await fetch(new URL(path, node.operatorUrl), { method: init.method })
  expect(stranger.status, `${operationId} without a token`).toBe(security ? 401 : status)
  const answer = await askOperator(node, path, init)
  const text = await answer.text()
  expect(answer.status, `${operationId}: ${text}`).toBe(status)
  const response = responses[status]
  const content = response && 'content' in response ? response.content : undefined
  const json = content?.['application/json']
  const schema = json && 'schema' in json ? json.schema : undefined
  if (schema === undefined || !('parse' in schema)) return
  expect(schema.parse(JSON.parse(text)), operationId).toEqual(JSON.parse(text))
}
