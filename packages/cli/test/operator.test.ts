import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OperatorAnswerError } from '@millrace/client/operator'
import { silentLogger } from '@millrace/common'
import { Gateway, gatewayConfigSchema } from '@millrace/node/gateway'
import { Orchestrator, orchestratorConfigSchema } from '@millrace/node/orchestrator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  NodeNotRunningError,
  NoNodeFolderError,
  TokenFileError,
  WhichNodeError,
  WrongRoleError,
} from '../src/commands/operator/errors.ts'
import { FlagsError } from '../src/errors.ts'
import { millrace } from './kit.ts'

let folder: string
let gateway: Gateway
let orchestrator: Orchestrator
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-cli-operator-'))
  orchestrator = await Orchestrator.create(
    orchestratorConfigSchema.parse({
      dataDir: join(folder, 'orchestrator'),
      host: '127.0.0.1',
      port: 0,
      operatorPort: 0,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 10_000_000,
    }),
    { log: silentLogger() },
  )
  gateway = await Gateway.create(
    gatewayConfigSchema.parse({
      dataDir: join(folder, 'gateway'),
      rtmpHost: '127.0.0.1',
      rtmpPort: 0,
      httpPort: 0,
      operatorPort: 0,
      orchestrators: [orchestrator.serviceUri],
    }),
    { log: silentLogger() },
  )
})
afterAll(async () => {
  await gateway?.close()
  await orchestrator?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command at a node of this test. */
async function at(role: 'gateway' | 'orchestrator', ...args: readonly string[]): Promise<string> {
  return (await millrace(...args, '--data-dir', join(folder, role))).stdout
}

async function jsonAt(role: 'gateway' | 'orchestrator', ...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await at(role, ...args, '--json'))
}

const peer = '0x00000000000000000000000000000000000000AA'

test('status tells of each role what it is and does, in words and as JSON', async () => {
  const words = await at('orchestrator', 'status')
  expect(words).toMatch(/^orchestrator +ready$/m)
  expect(words).toMatch(/^capacity +0\.0 million pixels\/s of 10\.0 million pixels\/s promised$/m)
  expect(words).toMatch(/^winners +0: 0 waiting \(0 ETH\), 0 redeemed \(0 ETH\), 0 lost$/m)
  expect(await jsonAt('orchestrator', 'status')).toMatchObject({
    node: { role: 'orchestrator', pid: process.pid, isReady: true },
    status: { serviceUri: orchestrator.serviceUri, earnings: { waitingWei: '0' } },
  })
  expect(await at('gateway', 'status')).toContain(gateway.rtmpUrl)
})

test('an orchestrator’s prices are shown, set for all or for one gateway, and unset', async () => {
  expect(await at('orchestrator', 'price')).toBe('asked  0 wei a pixel\n')
  await at('orchestrator', 'price', 'set', '1500', '--pixels', '1000')
  await at('orchestrator', 'price', 'set', '99', '--gateway', peer)
  expect(await jsonAt('orchestrator', 'price')).toEqual({
    base: { wei: '3', pixels: '2' },
    gateways: { [peer]: { wei: '99', pixels: '1' } },
  })
  expect(await at('orchestrator', 'price', 'unset', peer)).toBe('asked  3 wei for 2 pixels\n')
  await at('orchestrator', 'price', 'set', '0')
})

test('a gateway’s price cap is shown, set and taken away', async () => {
  expect(await at('gateway', 'price')).toBe('paid at the most  any price\n')
  expect(await at('gateway', 'price', 'cap', '7', '--pixels', '2')).toBe(
    'paid at the most  7 wei for 2 pixels\n',
  )
  expect(await jsonAt('gateway', 'price', 'cap', 'none')).toEqual({ maxPricePerPixel: null })
})

test('an orchestrator is forgiven at a gateway, at nobody else', async () => {
  const { serviceUri } = orchestrator
  expect(await at('gateway', 'forgive', serviceUri)).toBe(`${serviceUri} is asked again.\n`)
  await expect(at('gateway', 'forgive', 'https://nobody.example')).rejects.toThrow('nobody.example')
  await expect(at('orchestrator', 'forgive', serviceUri)).rejects.toThrow('a gateway')
})

test('streams and their keys are listed, and keys made, rotated and revoked', async () => {
  expect(await at('gateway', 'streams')).toMatch(/^stream +state/)
  const { key } = (await jsonAt('gateway', 'streams', 'create-key', 'show')) as { key: string }
  expect(gateway.streamKeys.check(key)?.streamId).toBe('show')
  const keys = await at('gateway', 'streams', 'keys')
  expect(keys).toMatch(/show/)
  expect(keys).not.toContain(key)
  expect(await at('gateway', 'streams', 'rotate-key', 'show')).toMatch(/^key +\S{20}$/m)
  expect(gateway.streamKeys.check(key)).toBeUndefined()
  expect(await jsonAt('gateway', 'streams', 'revoke-key', 'show')).toEqual({ keys: [] })
})

test('sessions and tickets are listed, also when there are none', async () => {
  expect(await at('orchestrator', 'sessions')).toMatch(/^session +gateway +stream/)
  expect(await jsonAt('gateway', 'sessions')).toEqual({ sessions: [] })
  expect(await at('orchestrator', 'tickets', '--state', 'waiting')).toMatch(/won in all 0: 0 waiting/)
  expect(await jsonAt('orchestrator', 'tickets', '--limit', '5')).toMatchObject({ tickets: [] })
})

test('how far a drain is can be asked', async () => {
  expect(await jsonAt('orchestrator', 'drain', '--status')).toEqual({
    isDraining: false,
    isDone: false,
    stops: false,
    sessions: 0,
  })
  expect(await jsonAt('orchestrator', 'drain', '--timeout-ms', '60000')).toMatchObject({
    isDraining: true,
    isDone: true,
    deadlineMs: expect.any(Number),
  })
  expect(await jsonAt('orchestrator', 'drain', '--cancel')).toMatchObject({ isDraining: false })
})

describe('tokens', () => {
  test('one that may look is made, looks from elsewhere, may not steer, and opens nothing once revoked', async () => {
    const made = (await jsonAt('gateway', 'token', 'create', '--scope', 'read', '--name', 'prometheus')) as {
      id: string
      token: string
    }
    const tokenFile = join(folder, 'reader')
    writeFileSync(tokenFile, `${made.token}\n`)
    const from = ['--url', gateway.operatorUrl, '--token-file', tokenFile]
    expect((await millrace('status', ...from)).stdout).toMatch(/^gateway/)
    await expect(millrace('price', 'cap', '5', ...from)).rejects.toThrow(/needs the scope "operate"/)
    const list = await at('gateway', 'token', 'list')
    expect(list).toMatch(new RegExp(`^${made.id} +prometheus +read `, 'm'))
    expect(list).not.toContain(made.token)
    await at('gateway', 'token', 'revoke', made.id)
    await expect(millrace('status', ...from)).rejects.toThrow(OperatorAnswerError)
    await expect(millrace('status', ...from)).rejects.toThrow(/millrace token create/)
  })

  test('without --json the token alone is printed, so that it can go into a file', async () => {
    const token = await at('orchestrator', 'token', 'create', '--scope', 'read', '--scope', 'operate')
    expect(token).toMatch(/^[\w-]{43}\n$/)
    expect(readFileSync(join(folder, 'orchestrator', 'operator-tokens.json'), 'utf8')).not.toContain(
      token.trim(),
    )
  })

  test('error: a folder that no node has worked in, a scope that is none, a token that is none', async () => {
    await expect(millrace('token', 'list', '--data-dir', folder)).rejects.toThrow(NoNodeFolderError)
    await expect(at('gateway', 'token', 'create', '--scope', 'all')).rejects.toThrow(/read, operate, spend/)
    await expect(at('gateway', 'token', 'revoke', '12345678')).rejects.toThrow(/millrace token list/)
  })
})

test('error: a node that does not run is said to, with how to start it', async () => {
  const dataDir = join(folder, 'none')
  mkdirSync(dataDir)
  await expect(millrace('status', '--data-dir', dataDir)).rejects.toThrow(NodeNotRunningError)
  await expect(millrace('status', '--data-dir', dataDir)).rejects.toThrow(/Start it with: millrace/)
  // As a node leaves it that is killed.
  writeFileSync(join(dataDir, 'operator.json'), '{"url":"http://127.0.0.1:1","pid":1,"role":"redeemer"}')
  writeFileSync(join(dataDir, 'operator-token'), 'x'.repeat(43))
  await expect(millrace('status', '--data-dir', dataDir)).rejects.toThrow(/millrace redeemer --data-dir/)
  await expect(millrace('status')).rejects.toThrow(WhichNodeError)
})

test('error: what a role does not have is said, with who has it', async () => {
  await expect(at('gateway', 'tickets')).rejects.toThrow(WrongRoleError)
  await expect(at('gateway', 'tickets')).rejects.toThrow(
    /is a gateway and has no winning tickets; ask an orchestrator/,
  )
  await expect(at('orchestrator', 'streams')).rejects.toThrow(WrongRoleError)
  await expect(at('gateway', 'price', 'set', '5')).rejects.toThrow(WrongRoleError)
  await expect(at('gateway', 'drain')).rejects.toThrow(WrongRoleError)
})

test('error: flags that do not fit', async () => {
  await expect(millrace('status', '--url', gateway.operatorUrl)).rejects.toThrow(FlagsError)
  await expect(millrace('status', '--url', 'nonsense', '--token-file', 'x')).rejects.toThrow(/not an http/)
  await expect(at('gateway', 'status', '--token-file', join(folder, 'nothing'))).rejects.toThrow(
    TokenFileError,
  )
  await expect(at('orchestrator', 'price', 'set', '1.5')).rejects.toThrow(/no whole number/)
  await expect(at('orchestrator', 'price', 'set', '5', '--gateway', '0x12')).rejects.toThrow(/gateway/)
  await expect(at('orchestrator', 'drain', '--cancel', '--wait')).rejects.toThrow(FlagsError)
})
