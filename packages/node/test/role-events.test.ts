import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Listenable } from '@millrace/common'
import { Gateway, Orchestrator, Transcoder } from '@millrace/node'
import { expect, onTestFinished, test } from 'vitest'
import { makeClip } from './gateway/clip.ts'

type Told = Record<string, unknown[]>

/** Keeps what is told, by name. Before each of these listeners there is one that fails. */
function listen<Events extends object>(
  events: Listenable<Events>,
  names: readonly (keyof Events & string)[],
): Told {
  const told: Told = {}
  for (const name of names) {
    const list: unknown[] = []
    told[name] = list
    events.on(name, () => {
      throw new Error('A listener fails.')
    })
    events.on(name, async () => {
      throw new Error('Another one fails later.')
    })
    events.on(name, (data) => list.push(data))
  }
  return told
}

test('what a stream does is told once by each role, with its facts, whatever fails in those who listen', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'role-events-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const secretFile = join(folder, 'secret')
  await writeFile(secretFile, 'a-secret-of-transcoders\n')
  const common = { operatorPort: 0, transcodeWorkers: 1, capacityPixelsPerSecond: 40_000_000 }
  const orchestrator = await Orchestrator.create({
    ...{ ...common, dataDir: join(folder, 'orchestrator'), host: '127.0.0.1', port: 0 },
    ...{ localTranscoding: 'off', transcoderSecretFile: secretFile },
  })
  onTestFinished(() => orchestrator.close())
  const byOrchestrator = listen(orchestrator.events, [
    ...(['sessionOpened', 'sessionClosed', 'segmentDone', 'segmentFailed', 'ticketWon'] as const),
    ...(['transcoderJoined', 'transcoderLeft'] as const),
  ])
  const { serviceUri } = orchestrator
  const transcoder = await Transcoder.create({
    ...{ ...common, dataDir: join(folder, 'transcoder'), orchestrator: serviceUri, secretFile },
  })
  onTestFinished(() => transcoder.close())
  const byTranscoder = listen(transcoder.events, [
    ...(['registered', 'disconnected', 'segmentDone', 'segmentFailed'] as const),
  ])
  await expect.poll(() => transcoder.status.state).toBe('registered')
  const gateway = await Gateway.create({
    ...{ dataDir: join(folder, 'gateway'), rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 },
    ...{ orchestrators: [serviceUri] },
  })
  onTestFinished(() => gateway.close())
  const byGateway = listen(gateway.events, [
    ...(['stream_state', 'stream_health', 'orchestrator_chosen', 'orchestrator_suspended'] as const),
  ])
  const [bytes = new Uint8Array()] = (await makeClip(1)).sources
  const renditions = [{ name: 'tiny', width: 128, height: 72, bitrate: 60_000 }]
  for await (const { lost } of gateway.publish([{ bytes }], { streamId: 'told', renditions }))
    expect(lost).toBeUndefined()

  const segment = { seqNo: 0, profiles: ['tiny'] }
  const pixels = 128 * 72 * 30
  await expect.poll(() => byTranscoder.segmentDone).toHaveLength(1)
  expect(byTranscoder.segmentDone).toMatchObject([
    { ...segment, streamId: 'told', pixels, tookMs: expect.any(Number) },
  ])
  expect(byTranscoder.segmentFailed).toEqual([])
  const chosen = { transcoderUri: serviceUri }
  const states = byGateway.stream_state?.map((data) => (data as { readonly state: string }).state)
  expect(states?.filter((state) => state === 'live')).toHaveLength(1)
  expect(states?.filter((state) => state === 'ended')).toHaveLength(1)
  expect(byGateway.stream_health).toMatchObject([
    { streamId: 'told', success: true, segment: { seqNo: 0 }, renditions: [{ name: 'tiny' }] },
  ])
  expect(byGateway.orchestrator_chosen).toMatchObject([{ streamId: 'told', orchestrator: chosen }])
  expect(byGateway.orchestrator_suspended).toEqual([])

  await gateway.close()
  await orchestrator.close()
  expect(byOrchestrator.sessionOpened).toMatchObject([{ manifestId: 'told', sessionId: expect.any(String) }])
  expect(byOrchestrator.segmentDone).toMatchObject([
    { ...segment, manifestId: 'told', pixels: BigInt(pixels), sourceBytes: bytes.length },
  ])
  expect(byOrchestrator.sessionClosed).toHaveLength(1)
  for (const name of ['segmentFailed', 'ticketWon']) expect(byOrchestrator[name]).toEqual([])
  for (const name of ['transcoderJoined', 'transcoderLeft']) expect(byOrchestrator[name]).toHaveLength(1)
  await expect.poll(() => byTranscoder.disconnected).toEqual([{ orchestrator: serviceUri }])
})
