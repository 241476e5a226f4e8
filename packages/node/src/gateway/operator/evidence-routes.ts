import { NotThereError } from '../../daemon/operator/errors.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema, countSchema, timeSchema } from '../../daemon/operator/schemas.ts'
import type { EvidenceShelf } from '../checking/evidence-shelf.ts'

export const badReasonSchema = z
  .object({
    rendition: z.string().describe('Name of its profile.'),
    code: z.string(),
    message: z.string().describe('In a sentence.'),
  })
  .openapi('BadResultReason')

const evidenceAddressSchema = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .describe('keccak256 of its statement, which names it everywhere.')

const evidenceSchema = z
  .object({
    address: evidenceAddressSchema,
    atMs: timeSchema,
    orchestrator: addressSchema,
    streamId: z.string(),
    seqNo: countSchema,
    reasons: z.array(badReasonSchema),
    wasPublished: z.boolean().describe('Its verdict came too late to keep it from viewers.'),
    bytes: countSchema.describe('Of the file.'),
  })
  .openapi('Evidence')

const listRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/evidence',
  operationId: 'listEvidence',
  summary: 'Evidence that is kept of bad results, newest first.',
  responses: answers('What there is.', z.object({ evidence: z.array(evidenceSchema) })),
})

const fileRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/evidence/{address}',
  operationId: 'getEvidence',
  summary: 'One file of evidence, for `millrace verify-evidence`.',
  request: { params: z.strictObject({ address: evidenceAddressSchema }) },
  responses: {
    200: {
      description: 'The file: source, renditions, order, signatures and verdict.',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
})

export interface EvidenceSources {
  /** Undefined: nothing is checked. */
  readonly evidence: Pick<EvidenceShelf, 'list' | 'read'> | undefined
}

/** What is kept of bad results. */
export const evidenceRoutes: OperatorRoutes<EvidenceSources> = {
  definitions: [listRoute, fileRoute],
  register(app, { evidence }) {
    app.openapi(listRoute, (context) => {
      const list = evidence?.list() ?? []
      return context.json(
        {
          evidence: list.map(({ evidence: address, reasons, ...kept }) => ({
            address,
            atMs: kept.atMs,
            orchestrator: kept.orchestrator,
            streamId: kept.streamId,
            seqNo: kept.seqNo,
            reasons: [...reasons],
            wasPublished: kept.wasPublished,
            bytes: kept.bytes,
          })),
        },
        200,
      )
    })
    app.openapi(fileRoute, async (context) => {
      const { address } = context.req.valid('param')
      const file = await evidence?.read(address)
      if (!file) throw new NotThereError({ what: 'evidence', name: address })
      return context.body(Uint8Array.from(file), 200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${address}.evidence"`,
      })
    })
  },
}
