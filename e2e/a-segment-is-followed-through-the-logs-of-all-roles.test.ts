import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@millrace/common'
import { Orchestrator, orchestratorConfigSchema } from '@millrace/node/orchestrator'
import { Transcoder, transcoderConfigSchema } from '@millrace/node/transcoder'
import { expect, onTestFinished, test } from 'vitest'
import { millrace } from '../packages/cli/test/kit.ts'
import { makeClip } from '../packages/node/test/gateway/clip.ts'
import { GatewayHarness } from '../packages/node/test/gateway/harness.ts'
import { until } from '../packages/node/test/orchestrator-fixture.ts'

test('a segment is followed from the gateway to the transcoder and back, by the logs that real nodes wrote', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-trace-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const log = (name: string) => createLogger({ name, level: 'debug', to: join(folder, `${name}.log`) })
  const secretFile = join(folder, 'secret')
  await writeFile(secretFile, 'a-secret-that-nobody-must-read\n')

  const ports = { operatorPort: 0, transcodeWorkers: 1 }
  const settings = { host: '127.0.0.1', port: 0, localTranscoding: 'off', transcoderSecretFile: secretFile }
  await using orchestrator = await Orchestrator.create(
    orchestratorConfigSchema.parse({ dataDir: join(folder, 'o'), ...ports, ...settings }),
    { log: log('orchestrator') },
  )
  const { serviceUri } = orchestrator
  await using _transcoder = await Transcoder.create(
    transcoderConfigSchema.parse({
      ...{ dataDir: join(folder, 't'), orchestrator: serviceUri, secretFile, ...ports },
      capacityPixelsPerSecond: 40_000_000,
    }),
    { log: log('transcoder') },
  )
  await until('the transcoder is there', () =>
    orchestrator.status.transcoders.some(({ state }) => state === 'ready'),
  )
  const address = '0x0000000000000000000000000000000000000000'
  const harness = await GatewayHarness.start({
    orchestrators: [{ serviceUri, address }],
    deps: { log: log('gateway') },
  })
  onTestFinished(() => harness.close())
  const { sources } = await makeClip(2)
  for (const [seqNo, source] of sources.entries()) expect((await harness.push(seqNo, source)).ok).toBe(true)
  const trace = async () => {
    const { stdout } = await millrace('trace', 'live', '0', '--json', folder)
    return JSON.parse(stdout)
  }
  await until('it is published', async () => JSON.stringify(await trace()).includes('segment published'))

  const { events, unreadable } = await trace()
  expect(unreadable).toEqual([])
  const steps = events.map(({ role, message }: { role: string; message: string }) => `${role}: ${message}`)
  // Lines of one millisecond may change places between the files of two roles.
  expect(steps.toSorted()).toEqual([
    'gateway: segment came back',
    'gateway: segment published',
    'gateway: segment received',
    'gateway: segment sent',
    'orchestrator: segment answered',
    'orchestrator: segment given out',
    'orchestrator: segment taken',
    'orchestrator: task is over',
    'orchestrator: transcoder brought a result',
    'transcoder: segment taken',
    'transcoder: segment transcoded',
  ])
  const idsOf = (name: string) =>
    new Set(events.flatMap(({ fields }: { fields: Record<string, unknown> }) => fields[name] ?? []))
  expect(idsOf('sessionId').size).toBe(1)
  expect(idsOf('taskId').size).toBe(1)
})
