import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@millrace/common'
import {
  DataDirError,
  Gateway,
  type GatewayConfigInput,
  gatewayConfigSchema,
  ListenError,
  SettingsError,
} from '@millrace/node/gateway'
import { afterEach, beforeEach, expect, test } from 'vitest'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gateway-start-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

function start(settings: GatewayConfigInput): Promise<Gateway> {
  const local = { dataDir, rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 }
  return Gateway.create(gatewayConfigSchema.parse({ ...local, ...settings }), { log: silentLogger() })
}

test.each(['rtmpPort', 'httpPort'])('error: a taken port is named by its setting %s', async (setting) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const failed = start({ [setting]: port })
  await expect(failed).rejects.toThrow(ListenError)
  await expect(failed).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use; choose another with the setting ${setting}.`,
  )
  server.close()
})

test.each([
  [{ renditions: ['P9999p'] }, /renditions/],
  [{ renditions: ['P240p30fps16x9', 'P240p30fps16x9'] }, /renditions: two have the same name/],
  [{ renditions: [{ name: 'source', width: 320, height: 180, bitrate: 100_000 }] }, /cannot be a name/],
  [{ rpcUrls: ['http://127.0.0.1:1'] }, /keystoreFile/],
])('error: settings %j are refused by name', async (settings, pattern) => {
  const failed = start(settings)
  await expect(failed).rejects.toThrow(SettingsError)
  await expect(failed).rejects.toThrow(pattern)
})

test('error: a data folder that cannot be written, or a corrupt file in it, is named', async () => {
  const file = join(dataDir, 'stream-keys.json')
  await writeFile(file, 'garbage')
  await expect(start({})).rejects.toThrow(DataDirError)
  await expect(start({})).rejects.toThrow(file)
  const below = start({ dataDir: join(file, 'below'), defaultStream: 'live' })
  await expect(below).rejects.toThrow(DataDirError)
  await expect(below).rejects.toThrow(join(file, 'below'))
})

test('a key for the default stream is made once, readable by its owner only', async () => {
  const first = await start({ defaultStream: 'live' })
  expect(first.streamKeys.list().map(({ streamId }) => streamId)).toEqual(['live'])
  await first.close()
  await using again = await start({ defaultStream: 'live' })
  expect(again.streamKeys.list()).toHaveLength(1)
})
