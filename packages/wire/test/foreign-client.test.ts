import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { credentials, Metadata, makeGenericClientConstructor, type ServiceError, status } from '@grpc/grpc-js'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  createOrchestratorRequest,
  OrchestratorCallRefusedError,
  type OrchestratorInfo,
  OrchestratorInfoSchema,
  type OrchestratorRequest,
  OrchestratorRequestSchema,
} from '../src/index.ts'
import { gateway, orchestrator, startServer } from './support.ts'

/** A gRPC client of another make, with its own HTTP/2 and its own framing; only the messages are encoded by ours. */
const ForeignClient = makeGenericClientConstructor(
  {
    GetOrchestrator: {
      path: '/net.Orchestrator/GetOrchestrator',
      requestStream: false,
      responseStream: false,
      requestSerialize: (message: OrchestratorRequest) =>
        Buffer.from(toBinary(OrchestratorRequestSchema, message)),
      requestDeserialize: (bytes: Buffer) => fromBinary(OrchestratorRequestSchema, bytes),
      responseSerialize: (message: OrchestratorInfo) =>
        Buffer.from(toBinary(OrchestratorInfoSchema, message)),
      responseDeserialize: (bytes: Buffer) => fromBinary(OrchestratorInfoSchema, bytes),
    },
  },
  'Orchestrator',
)

type Outcome = { readonly error: ServiceError | null; readonly info: OrchestratorInfo | undefined }

async function ask(port: number, isTls: boolean): Promise<Outcome> {
  const channel = isTls
    ? credentials.createSsl(null, null, null, {
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
      })
    : credentials.createInsecure()
  const client = new ForeignClient(`127.0.0.1:${port}`, channel, {
    'grpc.ssl_target_name_override': 'localhost',
  })
  onTestFinished(() => client.close())
  const request = await createOrchestratorRequest(gateway, undefined)
  const method = client.GetOrchestrator as unknown as (
    request: OrchestratorRequest,
    metadata: Metadata,
    done: (error: ServiceError | null, info: OrchestratorInfo | undefined) => void,
  ) => void
  return new Promise((resolve) => {
    method.call(client, request, new Metadata(), (error, info) => resolve({ error, info }))
  })
}

describe.each([
  ['TLS', true],
  ['plain text', false],
])('a gRPC client of another make over %s', (_, isTls) => {
  const server = isTls ? {} : { certificate: 'plain-text' as const }

  test('gets terms', async () => {
    const { port, uri } = await startServer({ server })
    const { info } = await ask(port, isTls)
    expect(info?.transcoder).toBe(uri)
    expect(Buffer.from(info?.address ?? []).toString('hex')).toBe(orchestrator.address.slice(2).toLowerCase())
    expect(info?.authToken?.sessionId).toMatch(/^[0-9a-f]{8}$/)
  })

  test('error: reads status Unknown and the very text of a refusal, odd characters included', async () => {
    const text = 'Could not find Sender for payment: 100 % “odd”'
    const { port } = await startServer({
      server,
      handlers: { getOrchestrator: () => Promise.reject(new OrchestratorCallRefusedError(text)) },
    })
    const { error } = await ask(port, isTls)
    expect([error?.code, error?.details]).toEqual([status.UNKNOWN, text])
  })
})
