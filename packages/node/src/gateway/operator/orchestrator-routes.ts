import type { StatusJson } from '@millrace/client'
import { orchestratorStates } from '@millrace/client'
import { asJson } from '../../daemon/operator/as-json.ts'
import { NotThereError } from '../../daemon/operator/errors.ts'
import { answers, jsonBody, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import {
  addressSchema,
  amountSchema,
  countSchema,
  priceAnswerSchema,
  timeSchema,
} from '../../daemon/operator/schemas.ts'
import type { OrchestratorEntry } from '../discovery/orchestrator-entry.ts'
import { orchestratorStatus } from '../status/orchestrator-status.ts'
import type { KeptSession } from '../store/session-table.ts'
import { badReasonSchema } from './evidence-routes.ts'

const orchestratorSchema = z
  .object({
    address: addressSchema,
    serviceUri: z.string(),
    region: z.string().optional(),
    state: z.enum(orchestratorStates),
    reason: z.string().optional().describe('Why it is in this state, in one sentence.'),
    score: z
      .number()
      .optional()
      .describe('How good its work was, 0 to 1: success × speed. Missing until measured.'),
    suspendedUntil: timeSchema.optional().describe('Until when it is left alone.'),
    isDistrusted: z.boolean().describe('It gave a false result: not asked even when nobody else is left.'),
    roundTripMs: z.number().optional().describe('Of session requests, smoothed.'),
    medianLatencyMs: z.number().optional(),
    price: priceAnswerSchema.optional(),
    stakeWei: amountSchema.optional(),
    checks: z
      .object({
        checked: countSchema.describe('Results that were checked.'),
        bad: countSchema.describe('Those that were not what was ordered.'),
        lastBad: z
          .object({
            at: timeSchema,
            streamId: z.string(),
            seqNo: countSchema,
            reasons: z.array(badReasonSchema),
          })
          .optional()
          .describe('The newest bad one.'),
      })
      .optional()
      .describe('Missing where nothing of it was checked.')
      .openapi('OrchestratorChecks'),
    checkShare: z.number().optional().describe('Part of its results that is checked now; missing: none is.'),
    sessions: countSchema.describe('Sessions at it now.'),
    segmentsDone: countSchema,
    segmentsFailed: countSchema,
    ticketsSent: countSchema,
    ticketValueWei: amountSchema.describe('Expected value of all tickets sent to it.'),
  })
  .openapi('KnownOrchestrator')

const orchestratorsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/orchestrators',
  operationId: 'listOrchestrators',
  summary: 'Orchestrators as this gateway sees them, with scores and suspensions, best first.',
  request: {
    query: z.strictObject({ state: z.enum(orchestratorStates).optional().describe('Only those in it.') }),
  },
  responses: answers('The orchestrators.', z.object({ orchestrators: z.array(orchestratorSchema) })),
})

const forgiveRoute = operatorRoute('operate', {
  method: 'post',
  path: '/api/v1/orchestrators/forgive',
  operationId: 'forgiveOrchestrator',
  summary: 'Ends the suspension of an orchestrator.',
  description:
    'It is asked again at once, and its next suspension is as its first. One that was caught by a check is on trial all the same.',
  request: {
    body: jsonBody(
      z
        .strictObject({
          orchestrator: z.string().min(1).max(500).describe('Account, or service URI.'),
        })
        .openapi('Forgiveness'),
    ),
  },
  responses: answers('It is forgiven.', z.object({ orchestrator: z.string() })),
})

const gatewaySessionSchema = z
  .object({
    streamId: z.string(),
    sessionId: z.string(),
    orchestrator: addressSchema.optional(),
    serviceUri: z.string(),
    price: priceAnswerSchema.describe('What the session is billed at.'),
    usedAtMs: timeSchema.describe('When it was paid for last.'),
    expiresAtMs: timeSchema.describe('When its token must be renewed.'),
  })
  .openapi('GatewaySession')

const sessionsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/sessions',
  operationId: 'listSessions',
  summary: 'Paid sessions that are open at orchestrators.',
  responses: answers('The sessions.', z.object({ sessions: z.array(gatewaySessionSchema) })),
})

export interface OrchestratorSources {
  readonly board: { status(): StatusJson }
  readonly orchestrators: {
    entries(): readonly OrchestratorEntry[]
    readonly scores: ReadonlyMap<string, number>
    forgive(name: string): boolean
  }
  /** Part of the results that is checked of one now; undefined where none is. */
  readonly checkShareOf: (entry: OrchestratorEntry) => number | undefined
  readonly openSessions: () => readonly KeptSession[]
  readonly nowMs: () => number
}

/** With whom the gateway works. */
export const orchestratorRoutes: OperatorRoutes<OrchestratorSources> = {
  definitions: [orchestratorsRoute, forgiveRoute, sessionsRoute],
  register(app, { orchestrators, checkShareOf, openSessions, nowMs }) {
    app.openapi(orchestratorsRoute, (context) => {
      const { state } = context.req.valid('query')
      const { scores } = orchestrators
      const list = orchestrators
        .entries()
        .map((entry) => {
          const numbers = { score: scores.get(entry.known.id), checkShare: checkShareOf(entry) }
          return describe(entry, numbers, nowMs())
        })
        .filter((one) => state === undefined || one.state === state)
        .toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1))
      return context.json({ orchestrators: list }, 200)
    })
    app.openapi(forgiveRoute, (context) => {
      const { orchestrator } = context.req.valid('json')
      if (!orchestrators.forgive(orchestrator))
        throw new NotThereError({ what: 'orchestrator', name: orchestrator })
      return context.json({ orchestrator }, 200)
    })
    app.openapi(sessionsRoute, (context) => context.json({ sessions: openSessions().map(inSession) }, 200))
  },
}

interface Judged {
  readonly score: number | undefined
  readonly checkShare: number | undefined
}

function describe(entry: OrchestratorEntry, judged: Judged, nowMs: number) {
  const { sessions, roundTripMs, isDistrusted } = entry
  return asJson({ ...orchestratorStatus(entry, nowMs), ...judged, sessions, roundTripMs, isDistrusted })
}

function inSession({ streamId, terms, price, usedAtMs }: KeptSession) {
  return asJson({
    streamId,
    sessionId: terms.authToken.sessionId,
    orchestrator: terms.address,
    serviceUri: terms.serviceUri,
    price: { wei: price.weiPerUnit, pixels: price.pixelsPerUnit },
    usedAtMs,
    expiresAtMs: Number(terms.authToken.expiration) * 1_000,
  })
}
