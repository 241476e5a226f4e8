import { createRoute } from '@hono/zod-openapi'
import {
  operationOf,
  operationOutcomeSchema,
  operationPreviewSchema,
  operations,
  outcomeJson,
  previewJson,
} from '@millrace/chain/operations'
import type { Address } from '@millrace/crypto'
import type { NodeOperations } from '../node-operations.ts'
import { NotOfferedError, ScopeMissingError } from './errors.ts'
import { answers, jsonBody, type OperatorRoutes, operatorRoute, tokenScheme, z } from './route.ts'
import { addressSchema } from './schemas.ts'
import type { OperatorScope } from './scopes.ts'
import type { TokenFacts } from './tokens.ts'

export interface OperationsSource {
  /** Undefined off chain. */
  readonly operations: NodeOperations | undefined
}

const listRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/operations',
  operationId: 'listOperations',
  summary: 'What the node’s account can be told to do on chain.',
  responses: answers(
    'All operations.',
    z.object({
      operations: z.array(
        z.object({
          name: z.string(),
          about: z.string(),
          account: z.string().describe('Whose account it is for.'),
          parameters: z.record(z.string(), z.unknown()).describe('JSON Schema of its parameters.'),
        }),
      ),
    }),
  ),
})

const requestSchema = z
  .strictObject({
    mode: z
      .enum(['preview', 'send', 'unsigned'])
      .describe(
        'preview shows what it does and costs; send does it; unsigned answers the calls for another signer.',
      ),
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('As listed; amounts as decimal text in wei or the token’s smallest unit.'),
    id: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional()
      .describe('Of the request: sent again with the same id, it is answered and not done again.'),
    from: addressSchema.optional().describe('Account that would send, for preview and unsigned.'),
  })
  .openapi('OperationRequest')

const answerSchema = z
  .object({
    preview: operationPreviewSchema.optional().describe('What it would do; for preview.'),
    outcome: operationOutcomeSchema.optional().describe('What was done; for send.'),
    unsigned: z
      .object({
        chainId: z.int(),
        from: addressSchema,
        effect: z.string(),
        transactions: z.array(
          z.object({
            to: addressSchema,
            value: z.string().describe('In wei.'),
            data: z.string(),
            description: z.string(),
          }),
        ),
      })
      .optional()
      .describe('Calls for another signer, in their order; for unsigned.'),
  })
  .openapi('OperationAnswer')

const operationRoute = createRoute({
  method: 'post',
  path: '/api/v1/operations/{name}',
  operationId: 'doOperation',
  summary: 'Shows or does something on chain with the node’s account. Scope read to look, spend to send.',
  security: [{ [tokenScheme]: ['read'] }, { [tokenScheme]: ['spend'] }],
  request: {
    params: z.object({ name: z.string().max(64).describe('Name of the operation.') }),
    body: jsonBody(requestSchema),
  },
  responses: answers('What it would do, or what was done.', answerSchema),
})

export const operationsRoutes: OperatorRoutes<OperationsSource> = {
  definitions: [listRoute, operationRoute],
  register(app, source) {
    app.openapi(listRoute, (context) => context.json({ operations: catalogue() }, 200))
    app.openapi(operationRoute, async (context) => {
      const { name } = context.req.valid('param')
      const { mode, parameters, id, from } = context.req.valid('json')
      requireScope(context.var.token, mode === 'send' ? ['spend'] : ['read', 'spend'])
      operationOf(name)
      const node = offered(source.operations)
      const request = { name, parameters, id }
      if (mode === 'send') return context.json({ outcome: outcomeJson(await node.send(request)) }, 200)
      const preview = previewJson(await node.preview(request, from as Address | undefined))
      return context.json(mode === 'preview' ? { preview } : { unsigned: unsignedOf(preview) }, 200)
    })
  },
}

function catalogue() {
  return operations.map(({ name, about, account, parameters }) => ({
    name,
    about,
    account,
    parameters: z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }) as Record<
      string,
      unknown
    >,
  }))
}

function requireScope({ id, scopes }: TokenFacts, anyOf: readonly [OperatorScope, ...OperatorScope[]]): void {
  if (!anyOf.some((scope) => scopes.includes(scope)))
    throw new ScopeMissingError({ scope: anyOf[0], tokenId: id })
}

function offered(operations: NodeOperations | undefined): NodeOperations {
  if (operations) return operations
  throw new NotOfferedError({ what: 'An operation', why: 'the node works off chain' })
}

function unsignedOf({ chainId, from, effect, calls }: z.output<typeof operationPreviewSchema>) {
  const transactions = calls.flatMap(({ to, valueWei: value = '0', data = '0x', label: description }) =>
    to === undefined ? [] : [{ to, value, data, description }],
  )
  return { chainId, from, effect, transactions }
}
