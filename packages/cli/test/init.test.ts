import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { createKeystore } from '@millrace/chain'
import { account, ether, type Protocol, privateKey, startProtocol } from '@millrace/chain/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { freePort } from '../../../test/free-port.ts'

let protocol: Protocol
let folder: string
const children: ChildProcess[] = []
/** Processes that start and transcode on a busy machine. */
const timeout = 180_000
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-init-'))
  protocol = await startProtocol()
  await protocol.nextRound()
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await protocol?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** A person at `millrace init`: waits for each question and answers it. */
function sitDown(...args: readonly string[]) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, 'init', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  children.push(child)
  let unread = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    unread += stripVTControlCharacters(String(chunk))
  })
  child.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  const seen = async (text: string) => {
    await expect.poll(() => unread + errors, { interval: 20 }).toContain(text)
    unread = unread.slice(unread.indexOf(text) + text.length)
  }
  return {
    child,
    seen,
    /** Answers once the question is there; nothing takes what is offered. */
    async answer(question: string, text = '') {
      await seen(question)
      child.stdin.write(`${text}\n`)
    },
    get errors() {
      return errors
    },
  }
}

const operatorSchema = z.object({ url: z.string() })

test(
  'an orchestrator: from an empty folder and a funded key to a node that is active in the next round',
  async () => {
    const home = join(folder, 'orchestrator')
    const keystore = join(folder, 'geth.json')
    await createKeystore({ file: keystore, password: 'mine', privateKey: privateKey(2), cost: 'light' })
    const person = sitDown('--folder', home)
    await person.answer('What is this machine to be?')
    await person.answer('JSON-RPC', 'http://127.0.0.1:1')
    await person.seen('No chain answers at 127.0.0.1:1')
    await person.answer('JSON-RPC', protocol.rpcUrl)
    await person.answer('Address of its Controller', protocol.controller)
    await person.seen('Chain 31337, round 1.')
    // Down once: a keystore that is there already.
    await person.seen('The node’s key')
    person.child.stdin.write('\u001b[B\n')
    await person.answer('Keystore file', keystore)
    await person.answer('Its password', 'wrong')
    await person.seen('The password does not open')
    await person.seen('The node’s key')
    person.child.stdin.write('\u001b[B\n')
    await person.answer('Keystore file', keystore)
    await person.answer('Its password', 'mine')
    await person.seen(`Account ${account(2).address}`)
    await person.seen('This machine transcodes')
    const port = String(await freePort())
    await person.answer('Port for gateways', port)
    await person.answer('Port for the operator API', port)
    await person.seen(`Port ${port} is in use.`)
    await person.answer('Port for the operator API', String(await freePort()))
    await person.answer('Where gateways reach this node', `https://127.0.0.1:${port}`)
    await person.answer('Price of a pixel')
    await person.seen('and 1000000 TT')
    await person.answer('Register as an orchestrator', 'y')
    await person.answer('How much', '500 TT')
    await person.seen('Mind: The account becomes an orchestrator')
    await person.answer('Send it?', 'y')
    await person.seen('bondWithHint mined in')
    await person.answer('Part of rewards', '20%')
    await person.answer('Part of fees', '40%')
    await person.answer('Send it?', 'y')
    await person.answer('Send it?', 'y')
    await person.answer('Start it now?', 'y')
    await person.seen(`${account(2).address} serves https://127.0.0.1:${port}`)

    const config = join(home, 'config.json')
    expect((await stat(config)).mode & 0o777).toBe(0o600)
    expect((await stat(join(home, 'password'))).mode & 0o777).toBe(0o600)
    expect(await readFile(config, 'utf8')).not.toContain('mine')
    expect(await protocol.chain.staking.orchestrator(account(2).address)).toMatchObject({
      stakeWei: 500n * ether,
      rewardCutPpm: 200_000n,
      feeSharePpm: 400_000n,
      serviceUri: `https://127.0.0.1:${port}`,
    })
    await protocol.nextRound()
    await protocol.mine(1)
    const { url } = operatorSchema.parse(
      JSON.parse(await readFile(join(home, 'data', 'operator.json'), 'utf8')),
    )
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 100 }).toBe(200)
    person.child.kill('SIGTERM')
    await once(person.child, 'exit')
    expect(person.child.exitCode).toBe(0)
  },
  timeout,
)

test(
  'a gateway: makes its own key, waits for ether, puts it behind tickets, and takes streams',
  async () => {
    const home = join(folder, 'gateway')
    const person = sitDown('gateway', '--light', '--folder', home)
    await person.answer('JSON-RPC', protocol.rpcUrl)
    await person.answer('Address of its Controller', protocol.controller)
    await person.answer('The node’s key')
    await person.answer('Password for the new keystore')
    await person.seen('Keep a copy of both')
    for (const question of ['encoders', 'playback', 'the operator API'])
      await person.answer(`Port for ${question}`, String(await freePort()))
    await person.answer('Most that a pixel may cost')
    await person.answer('Name of the first stream', 'studio')
    await person.seen('has 0 ETH')
    const { address } = z
      .object({ address: z.string() })
      .parse(JSON.parse(await readFile(join(home, 'keystore.json'), 'utf8')))
    await protocol.anvil.setBalance({ address: `0x${address}`, value: ether })
    await person.answer('look again?', 'y')
    await person.seen('has 1 ETH')
    await person.answer('Add to deposit and reserve', 'y')
    await person.answer('Deposit', '0.5 ether')
    await person.answer('Reserve', '0.25 ether')
    await person.answer('Send it?', 'y')
    await person.answer('Start it now?', 'y')
    await person.seen('millrace gateway')
    expect(await protocol.chain.broker.senderInfo(`0x${address}`)).toMatchObject({
      depositWei: ether / 2n,
      reserveWei: ether / 4n,
    })
    const data = join(home, 'data')
    const { url } = operatorSchema.parse(JSON.parse(await readFile(join(data, 'operator.json'), 'utf8')))
    const authorization = `Bearer ${(await readFile(join(data, 'operator-token'), 'utf8')).trim()}`
    const status = await (await fetch(`${url}/api/v1/status`, { headers: { authorization } })).json()
    expect(status).toMatchObject({ chainId: 31_337, funds: { depositWei: String(ether / 2n) } })
    person.child.kill('SIGTERM')
    await once(person.child, 'exit')
  },
  timeout,
)

test(
  'error: a folder that holds a node already is left alone, and nothing was paid when a person breaks off',
  async () => {
    const home = join(folder, 'there')
    const person = sitDown('gateway', '--folder', home)
    await person.seen('JSON-RPC')
    person.child.stdin.write('\u0003')
    await once(person.child, 'exit')
    expect(person.child.exitCode).toBe(130)
    expect(existsSync(join(home, 'config.json'))).toBe(false)
    await writeFile(join(home, 'config.json'), '{}')
    const again = sitDown('gateway', '--folder', home)
    await once(again.child, 'exit')
    expect(again.errors).toContain('is there already')
    expect(again.child.exitCode).toBe(1)
  },
  timeout,
)
