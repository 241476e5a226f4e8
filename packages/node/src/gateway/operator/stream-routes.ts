import type { StatusJson } from '@millrace/client'
import { streamStates } from '@millrace/client'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema, countSchema, timeSchema } from '../../daemon/operator/schemas.ts'

const renditionSchema = z
  .object({
    name: z.string(),
    widthPx: countSchema,
    heightPx: countSchema,
    bitrateBps: countSchema,
    fps: z.number().describe('0: as the source.'),
    bytes: countSchema.optional(),
  })
  .openapi('Rendition')

const streamSchema = z
  .object({
    id: z.string().describe('Its name; never its key.'),
    state: z.enum(streamStates),
    reason: z.string().optional().describe('Why it is in this state, in one sentence.'),
    startedAt: timeSchema,
    playbackPath: z.string().describe('Path of the master playlist below the HTTP URL.'),
    source: z
      .object({
        widthPx: countSchema,
        heightPx: countSchema,
        fps: z.number(),
        videoCodec: z.string(),
        audioCodec: z.string().optional(),
        bitrateBps: countSchema,
      })
      .optional()
      .describe('What the encoder sends.'),
    renditions: z.array(renditionSchema),
    orchestrator: addressSchema.optional().describe('Who has the turn.'),
    segmentsIn: countSchema,
    segmentsOut: countSchema.describe('Published with every rendition.'),
    segmentsLost: countSchema.describe('Published without their renditions.'),
    medianLatencyMs: z
      .number()
      .optional()
      .describe('Segment complete here until its renditions are published.'),
  })
  .openapi('Stream')

const streamsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/streams',
  operationId: 'listStreams',
  summary: 'Streams that run, and those that ended last.',
  request: {
    query: z.strictObject({ state: z.enum(streamStates).optional().describe('Only those in it.') }),
  },
  responses: answers('The streams.', z.object({ streams: z.array(streamSchema) })),
})

export interface StreamSources {
  readonly board: { status(): StatusJson }
}

/** What the gateway carries. */
export const streamRoutes: OperatorRoutes<StreamSources> = {
  definitions: [streamsRoute],
  register(app, { board }) {
    app.openapi(streamsRoute, (context) => {
      const { state } = context.req.valid('query')
      const streams = board.status().streams.filter((stream) => state === undefined || stream.state === state)
      return context.json({ streams }, 200)
    })
  },
}
