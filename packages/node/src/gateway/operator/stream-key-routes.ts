import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, jsonBody, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { timeSchema } from '../../daemon/operator/schemas.ts'
import type { StreamKeys } from '../streams/stream-keys.ts'

const streamParams = z.strictObject({ stream: z.string().describe('Name of the stream.') })
const keyParams = streamParams.extend({ keyId: z.string().describe('Id of the key.') })
const maxGraceSeconds = 30 * 86_400

const keySchema = z
  .object({
    keyId: z.string().describe('Names a key without giving it away.'),
    streamId: z.string(),
    createdAtMs: timeSchema,
    validUntilMs: timeSchema.optional().describe('Missing: until it is revoked.'),
  })
  .openapi('StreamKey')

const keysAnswer = answers('All keys, as they are then.', z.object({ keys: z.array(keySchema) }))
const newKeyAnswer = answers(
  'The new key.',
  z
    .object({
      streamId: z.string(),
      key: z.string().describe('It is shown this one time and cannot be read back.'),
    })
    .openapi('NewStreamKey'),
)

const listKeys = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/stream-keys',
  operationId: 'listStreamKeys',
  summary: 'The keys that encoders publish with, without what they open with.',
  responses: keysAnswer,
})

const createKey = operatorRoute('operate', {
  method: 'post',
  path: '/api/v1/stream-keys/{stream}',
  operationId: 'createStreamKey',
  summary: 'Makes a key for a stream, besides those it has.',
  request: { params: streamParams },
  responses: newKeyAnswer,
})

const rotateKey = operatorRoute('operate', {
  method: 'post',
  path: '/api/v1/stream-keys/{stream}/rotate',
  operationId: 'rotateStreamKey',
  summary: 'Makes a new key for a stream; the old ones hold on for a grace time.',
  request: {
    params: streamParams,
    body: jsonBody(
      z
        .strictObject({
          graceSeconds: z
            .number()
            .min(0)
            .max(maxGraceSeconds)
            .default(0)
            .describe('How long the old keys still work.'),
        })
        .openapi('StreamKeyRotation'),
    ),
  },
  responses: newKeyAnswer,
})

const revokeKeys = operatorRoute('operate', {
  method: 'delete',
  path: '/api/v1/stream-keys/{stream}',
  operationId: 'revokeStreamKeys',
  summary: 'Takes all keys of a stream away; its encoder is sent away within a second.',
  request: { params: streamParams },
  responses: keysAnswer,
})

const revokeKey = operatorRoute('operate', {
  method: 'delete',
  path: '/api/v1/stream-keys/{stream}/{keyId}',
  operationId: 'revokeStreamKey',
  summary: 'Takes one key away; an encoder that uses it is sent away within a second.',
  request: { params: keyParams },
  responses: keysAnswer,
})

export interface StreamKeySources {
  readonly streamKeys: StreamKeys
}

/** The keys that encoders publish with. */
export const streamKeyRoutes: OperatorRoutes<StreamKeySources> = {
  definitions: [listKeys, createKey, rotateKey, revokeKeys, revokeKey],
  register(app, { streamKeys }) {
    const all = () => asJson({ keys: streamKeys.list() })
    app.openapi(listKeys, (context) => context.json(all(), 200))
    app.openapi(createKey, async (context) => {
      const { stream: streamId } = context.req.valid('param')
      return context.json({ streamId, key: await streamKeys.create(streamId) }, 200)
    })
    app.openapi(rotateKey, async (context) => {
      const { stream: streamId } = context.req.valid('param')
      const { graceSeconds } = context.req.valid('json')
      const key = await streamKeys.rotate(streamId, { graceMs: graceSeconds * 1_000 })
      return context.json({ streamId, key }, 200)
    })
    app.openapi(revokeKeys, async (context) => {
      await streamKeys.revoke(context.req.valid('param').stream)
      return context.json(all(), 200)
    })
    app.openapi(revokeKey, async (context) => {
      const { stream, keyId } = context.req.valid('param')
      await streamKeys.revoke(stream, keyId)
      return context.json(all(), 200)
    })
  },
}
