import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { protocolAddresses } from '@millrace/abi'
import { ether, type Protocol, startProtocol } from '@millrace/chain/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { until } from '../../chain/test/until.ts'
import { OtherDeploymentError } from '../src/errors.ts'
import { Indexer, type IndexerConfigInput } from '../src/index.ts'
import { findFirstBlock } from '../src/start/first-block.ts'
import { feeBookingOf } from '../src/start/open-ledger.ts'
import { openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import { rpcOf } from './kit.ts'

let protocol: Protocol
let folder: string

beforeAll(async () => {
  protocol = await startProtocol({ roundLengthBlocks: 20n }, { hasHistory: true })
  folder = await mkdtemp(join(tmpdir(), 'millrace-indexer-'))
})
afterAll(async () => {
  await protocol[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const settings = (more: Partial<IndexerConfigInput> = {}): IndexerConfigInput => ({
  ...{ dataDir: join(folder, 'db'), port: 0, blockPollMs: 50 },
  ...{ rpcUrls: [protocol.rpcUrl], controller: protocol.controller },
  ...more,
})

const pageSchema = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

async function delegatorsAt(url: string) {
  const answer = await fetch(`${url}/v1/delegators`)
  return answer.ok ? pageSchema.parse(await answer.json()).items : undefined
}

test('what happens on the chain is served, and after a new start it goes on where it was', async () => {
  const actor = protocol.actor(3)
  await protocol.nextRound()
  {
    await using indexer = await Indexer.create(settings())
    const blocks: number[] = []
    indexer.events.on('block', ({ block }) => blocks.push(block))
    await until(async () => (await delegatorsAt(indexer.url))?.length === 0)
    await actor.actions.staking.bond({ amountWei: 5n * ether, to: actor.account.address })
    const [found] = await until(async () => {
      const items = await delegatorsAt(indexer.url)
      return items?.length === 1 ? items : undefined
    })
    expect(found).toMatchObject({ stakeWei: String(5n * ether), state: 'pending' })
    expect(blocks).toEqual(blocks.toSorted((a, b) => a - b))
    expect((await fetch(`${indexer.url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${indexer.url}/metrics`)).text()).toMatch(/^millrace_indexer_lag_blocks 0$/m)
    const parameters = pageSchema.parse(await (await fetch(`${indexer.url}/v1/parameters`)).json())
    // Some were set by events, the minter's by its constructor.
    expect(parameters.items.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'bondingManager.unbondingPeriod',
        'minter.inflationChange',
        'roundsManager.roundLength',
      ]),
    )
  }
  await actor.actions.staking.bond({ amountWei: ether, to: actor.account.address })
  await using indexer = await Indexer.create(settings())
  await until(async () => (await delegatorsAt(indexer.url))?.[0]?.['stakeWei'] === String(6n * ether))
})

test('error: a database of another deployment is left as it is', async () => {
  await using database = await openIndexerDatabase({ folder: join(folder, 'other') })
  await database.query(
    `insert into "indexer"."checkpoint" values (1, 1, '0x${'1'.repeat(40)}', 0, 7, '0x00', 7, 7, 7, 1)`,
  )
  await database.close()
  const opening = Indexer.create(settings({ dataDir: join(folder, 'other') }))
  await expect(opening).rejects.toThrow(OtherDeploymentError)
  await using again = await Indexer.create(settings({ dataDir: join(folder, 'other'), resync: true }))
  await until(() => again.position?.block)
})

test('the block of a deployment is found by halving', async () => {
  const head = Number(await protocol.raw('eth_blockNumber'))
  const address = protocol.controller
  const found = await findFirstBlock({ address, head }, rpcOf(protocol))
  const code = async (block: number) =>
    String(await protocol.raw('eth_getCode', [address, `0x${block.toString(16)}`]))
  expect(await code(found)).not.toBe('0x')
  expect(await code(found - 1)).toBe('0x')
})

test('the public deployment books fees ticket by ticket, ours by run', () => {
  const live = { ...protocol.chain, chainId: 42_161, addresses: protocolAddresses[42_161] }
  expect(feeBookingOf(live)).toBe('ticket')
  expect(feeBookingOf(protocol.chain)).toBe('run')
})

test('the program says where it serves, and stops at a signal', async () => {
  const flags = ['--data-dir', join(folder, 'program'), '--port', '0', '--rpc-urls', `["${protocol.rpcUrl}"]`]
  const child: ChildProcess = fork(
    new URL('../src/main.ts', import.meta.url),
    [...flags, '--controller', protocol.controller, '--first-block', '0'],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: ['--disable-warning=ExperimentalWarning'] },
  )
  const [message] = await once(child, 'message')
  const { url } = z.object({ url: z.url() }).parse(message)
  await until(async () => (await fetch(`${url}/readyz`)).ok)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
})
