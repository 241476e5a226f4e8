import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import {
  addressSchema,
  amountSchema,
  countSchema,
  priceAnswerSchema,
  timeSchema,
  winnerTotalsShape,
} from '../../daemon/operator/schemas.ts'
import type { OrchestratorStatus } from './status.ts'

export const sessionSchema = z
  .object({
    sessionId: z.string(),
    gateway: addressSchema.describe('Whom it is for; zero off chain.'),
    manifestId: z.string().describe('The gateway’s name of the stream.'),
    segments: countSchema.describe('Segments so far.'),
    openedAtMs: timeSchema,
    lastSegmentAtMs: timeSchema,
  })
  .openapi('Session')

export const transcoderSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['local', 'remote']),
    address: z.string().describe('Where it is, for people.'),
    state: z.enum(['ready', 'silent', 'quarantined', 'trial', 'draining']),
    slots: countSchema.describe('Segments that it takes at once, as it says.'),
    window: z.number().describe('Segments it is trusted with at once now.'),
    inFlight: countSchema.describe('Segments it has now.'),
    sessions: countSchema,
    claimedPixelsPerSecond: z.number().describe('As measured here, or as it says of itself.'),
    measuredPixelsPerSecond: z.number().optional().describe('Smoothed over real segments.'),
    capacityPixelsPerSecond: z.number().describe('What it is counted with.'),
    segmentsDone: countSchema,
    segmentsFailed: countSchema,
  })
  .openapi('Transcoder')

const orchestratorStatusSchema = z
  .object({
    address: addressSchema.describe('The node’s own key, which signs results; zero off chain.'),
    recipient: addressSchema.describe('The staking account that is paid.'),
    serviceUri: z.string().describe('Where gateways reach it.'),
    certificateFingerprint: z
      .string()
      .optional()
      .describe('SHA-256 of the service port’s certificate, in hexadecimal; missing without TLS.'),
    region: z.string(),
    version: z.string().describe('Version of the protocol it tells gateways.'),
    startedAtMs: timeSchema,
    chainId: countSchema.optional().describe('Missing off chain.'),
    round: amountSchema.optional().describe('Round seen last.'),
    isActive: z.boolean().optional().describe('Whether it is in the active set.'),
    reward: z
      .enum(['idle', 'due', 'called', 'notCaller', 'failing'])
      .optional()
      .describe(
        'This round’s reward. notCaller: the staking account has not made this node’s account its reward caller. Missing where somebody else calls it.',
      ),
    price: priceAnswerSchema.describe('What gateways without a price of their own are asked.'),
    usdRate: z
      .object({
        usdPerEther: z.number().describe('Dollars for one ether.'),
        updatedAtMs: timeSchema.describe('When the feed had them; Unix time in milliseconds.'),
        isCurrent: z.boolean().describe('Not older than allowed; new sessions are refused otherwise.'),
      })
      .optional()
      .describe('What prices in dollars are converted by; missing where none is.'),
    capacityPixelsPerSecond: z.number().describe('Encoded pixels a second it takes in all.'),
    usedPixelsPerSecond: z.number().describe('What of it is promised to sessions.'),
    segmentsDone: countSchema.describe('Since the process began.'),
    segmentsFailed: countSchema.describe('Since the process began.'),
    sessions: z.array(sessionSchema),
    transcoders: z.array(transcoderSchema),
    earnings: z
      .object({
        ticketsReceived: countSchema.describe('Since the process began.'),
        ticketValueWei: amountSchema.describe('Expected value of those.'),
        ...winnerTotalsShape,
      })
      .openapi('Earnings'),
  })
  .openapi('OrchestratorStatus')

const statusRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/status',
  operationId: 'getStatus',
  summary: 'What the orchestrator does, has and earns.',
  responses: answers('The status.', orchestratorStatusSchema),
})

export interface StatusSources {
  readonly status: () => OrchestratorStatus
}

export const statusRoutes: OperatorRoutes<StatusSources> = {
  definitions: [statusRoute],
  register(app, { status }) {
    app.openapi(statusRoute, (context) => context.json(asJson(status()), 200))
  },
}
