import type { StatusJson } from '@millrace/client'
import { fundsStates } from '@millrace/client'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema, amountSchema, countSchema, timeSchema } from '../../daemon/operator/schemas.ts'

export const fundsSchema = z
  .object({
    state: z.enum(fundsStates),
    reason: z.string().optional().describe('Why, in one sentence.'),
    depositWei: amountSchema,
    reserveWei: amountSchema,
    block: countSchema.optional().describe('Block at which both were read.'),
  })
  .openapi('Funds')

const gatewayStatusSchema = z
  .object({
    address: addressSchema.describe('The account that pays; zero off chain.'),
    version: z.string(),
    startedAtMs: timeSchema,
    httpUrl: z.string().describe('Playback, push ingest and public status.'),
    rtmpUrl: z.string().optional().describe('Where encoders push, without a key.'),
    chainId: countSchema.optional().describe('Missing off chain.'),
    problems: z.array(z.string()).describe('Why segments cannot be transcoded now; empty when they can.'),
    funds: fundsSchema,
    totals: z
      .object({
        segmentsIn: countSchema,
        segmentsOut: countSchema.describe('Published with every rendition.'),
        segmentsLost: countSchema.describe('Published without their renditions.'),
        ticketsSent: countSchema,
        ticketValueWei: amountSchema.describe('Expected value of all tickets sent.'),
        feesWei: amountSchema.describe('Price × pixels of all published segments.'),
        medianLatencyMs: z.number().optional(),
        p95LatencyMs: z.number().optional(),
      })
      .describe('Since the process began.')
      .openapi('GatewayTotals'),
    resultChecks: z
      .object({
        depth: z.enum(['off', 'facts', 'content']).describe('How closely results are looked at.'),
        good: countSchema,
        dispelled: countSchema.describe(
          'Good, after a doubt of a quick look that a reference transcode settled.',
        ),
        bad: countSchema.describe('Not what was ordered.'),
        late: countSchema.describe('Published before their verdict.'),
        unverifiable: countSchema.describe('Those whose source cannot be decoded.'),
        failed: countSchema.describe('Checks that failed here, or ran out of time.'),
        skipped: countSchema.describe(
          'Drawn and not checked: too many waited, this machine was busy, or only a part or another codec was ordered.',
        ),
        redundant: z
          .object({
            share: z.number().describe('Part of the segments that a second orchestrator makes, too.'),
            agreed: countSchema,
            dispelled: countSchema.describe('Not agreed, and both good beside a reference transcode.'),
            bad: countSchema.describe('At least one of the two was not what was ordered.'),
          })
          .describe('Segments that two orchestrators made, by what came of comparing the two results.')
          .openapi('RedundantSegments'),
      })
      .describe('Results drawn for a check, since the process began.')
      .openapi('ResultChecks'),
    streams: countSchema.describe('Streams that are not over.'),
    orchestrators: z.record(z.string(), countSchema).describe('Number of orchestrators by state.'),
  })
  .openapi('GatewayStatus')

/** What came of checks, as the status shows it. */
export type ResultChecksStatus = z.output<typeof gatewayStatusSchema>['resultChecks']

const statusRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/status',
  operationId: 'getStatus',
  summary: 'What the gateway carries, with whom, and what it spends.',
  responses: answers('The status.', gatewayStatusSchema),
})

export interface StatusSources {
  readonly resultChecks: () => ResultChecksStatus
  readonly board: { status(): StatusJson }
  readonly problems: () => readonly string[]
}

export const statusRoutes: OperatorRoutes<StatusSources> = {
  definitions: [statusRoute],
  register(app, { board, problems, resultChecks }) {
    app.openapi(statusRoute, (context) => {
      const { gateway, funds, totals, streams, orchestrators } = board.status()
      const { address, version, startedAt, httpUrl, rtmpUrl, chainId } = gateway
      const counts: Record<string, number> = {}
      for (const { state } of orchestrators) counts[state] = (counts[state] ?? 0) + 1
      return context.json(
        {
          address,
          version,
          startedAtMs: startedAt,
          httpUrl,
          ...(rtmpUrl !== undefined && { rtmpUrl }),
          ...(chainId !== undefined && { chainId }),
          problems: [...problems()],
          funds,
          totals,
          resultChecks: resultChecks(),
          streams: streams.filter(({ state }) => state !== 'ended').length,
          orchestrators: counts,
        },
        200,
      )
    })
  },
}
