import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeystore } from '@millrace/chain'
import { account, ether, type Protocol, privateKey, startProtocol } from '@millrace/chain/testing'
import { silentLogger } from '@millrace/common'
import { Gateway, gatewayConfigSchema } from '@millrace/node/gateway'
import { OperatorTokens } from '@millrace/node/operator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { millrace } from './kit.ts'

const answerSchema = z.looseObject({
  operations: z
    .array(
      z.object({
        name: z.string(),
        account: z.string(),
        parameters: z.looseObject({ properties: z.record(z.string(), z.looseObject({})) }),
      }),
    )
    .optional(),
})
let protocol: Protocol
let folder: string
let dataDir: string
let gateway: Gateway
const owner = account(5).address
const to = '0x00000000000000000000000000000000000000AB'
const received = () => protocol.chain.client.getBalance({ address: to })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-account-node-'))
  dataDir = join(folder, 'gateway')
  const keystore = { keystoreFile: join(folder, 'key.json'), passwordFile: join(folder, 'password') }
  await writeFile(keystore.passwordFile, 'a password\n')
  const { keystoreFile: file, passwordFile } = keystore
  await createKeystore({ file, passwordFile, privateKey: privateKey(5), cost: 'light' })
  protocol = await startProtocol()
  await protocol.nextRound()
  const ports = { rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 }
  const chain = { rpcUrls: [protocol.rpcUrl], controller: protocol.controller, ...keystore }
  gateway = await Gateway.create(gatewayConfigSchema.parse({ dataDir, ...ports, ...chain }), {
    log: silentLogger(),
  })
})
afterAll(async () => {
  await gateway?.close()
  await protocol?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Answers are looked at by matchers only. */
async function ask(path: string, body?: object, token?: string) {
  const own = (await readFile(join(dataDir, 'operator-token'), 'utf8')).trim()
  const response = await fetch(new URL(path, gateway.operatorUrl), {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token ?? own}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: answerSchema.parse(await response.json()) }
}

test('a running gateway funds itself when its operator says so', async () => {
  const words = ['funds', 'add', '--deposit', '2 ether', '--reserve', '1 ether', '--data-dir', dataDir]
  await expect(millrace(...words)).rejects.toThrow(/no terminal to ask/)
  const shown = await millrace(...words, '--dry-run', '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({
    operation: 'fund',
    from: owner,
    valueWei: String(3n * ether),
  })
  const { stdout } = await millrace(...words, '--yes', '--json')
  expect(JSON.parse(stdout).outcome).toMatchObject({ operation: 'fund', wasSentBefore: false })
  expect(await protocol.chain.broker.senderInfo(owner)).toMatchObject({
    depositWei: 2n * ether,
    reserveWei: ether,
  })
})

test('error: what the node refuses is told in its words, and nothing is sent', async () => {
  const nonce = await protocol.chain.client.getTransactionCount({ address: owner })
  await expect(millrace('funds', 'withdraw', '--yes', '--data-dir', dataDir)).rejects.toThrow(
    /^withdraw-deposit was not sent: .* Begin with unlock/,
  )
  await expect(millrace('stake', 'bond', '1 LPT', '--yes', '--data-dir', dataDir)).rejects.toThrow(
    /to: must be given/,
  )
  await expect(millrace('stake', 'claim', '--yes', '--data-dir', folder)).rejects.toThrow(/No node works in/)
  expect(await protocol.chain.client.getTransactionCount({ address: owner })).toBe(nonce)
})

test('an answer that is lost on the way is asked for again, and the payment is made once', async () => {
  const before = await received()
  let lost = 0
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const { authorization = '' } = request.headers
    const answer = await fetch(new URL(request.url ?? '', gateway.operatorUrl), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    })
    const text = await answer.text()
    // The node has done it; its answer never arrives.
    if (text.includes('"outcome"') && lost++ < 2) return void response.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  try {
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const flags = ['--url', url, '--token-file', join(dataDir, 'operator-token')]
    const { stdout } = await millrace('funds', 'send-ether', '9 wei', to, '--yes', '--json', ...flags)
    expect(JSON.parse(stdout).outcome).toMatchObject({ wasSentBefore: true })
    expect(lost).toBe(3)
    expect(await received()).toBe(before + 9n)
  } finally {
    proxy.closeAllConnections()
    proxy.close()
  }
})

test('the record outlives the node: a request that it has answered is not done by the next process', async () => {
  const before = await received()
  const words = [
    'funds',
    'send-ether',
    '4 wei',
    to,
    '--yes',
    '--json',
    '--data-dir',
    dataDir,
    '--request-id',
    'once',
  ]
  await millrace(...words)
  const config = gatewayConfigSchema.parse({
    dataDir,
    ...{ rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 },
    ...{ rpcUrls: [protocol.rpcUrl], controller: protocol.controller },
    ...{ keystoreFile: join(folder, 'key.json'), passwordFile: join(folder, 'password') },
  })
  await gateway.close()
  gateway = await Gateway.create(config, { log: silentLogger() })
  expect(JSON.parse((await millrace(...words)).stdout).outcome).toMatchObject({ wasSentBefore: true })
  expect(await received()).toBe(before + 4n)
})

test('the route lists all operations with their parameters, shows, and prints for another signer', async () => {
  const { body } = await ask('/api/v1/operations')
  const bond = body.operations?.find(({ name }) => name === 'bond')
  expect(bond).toMatchObject({ account: 'staking account', parameters: { required: ['amountWei'] } })
  expect(bond?.parameters.properties.amountWei?.type).toBe('string')
  const parameters = { to, amountWei: '5' }
  const other = account(6).address
  const unsigned = await ask('/api/v1/operations/transfer-ether', {
    mode: 'unsigned',
    parameters,
    from: other,
  })
  expect(unsigned.body.unsigned).toMatchObject({
    from: other,
    transactions: [{ to, value: '5', data: '0x' }],
  })
  const preview = await ask('/api/v1/operations/transfer-ether', { mode: 'preview', parameters })
  expect(preview.body.preview).toMatchObject({ from: owner, valueWei: '5' })
})

test.each([
  ['steal', { mode: 'send', parameters: {} }, 404, 'UNKNOWN_OPERATION'],
  ['transfer-ether', { mode: 'send', parameters: { to } }, 400, 'OPERATION_PARAMETERS'],
  ['transfer-ether', { mode: 'give', parameters: {} }, 400, 'INVALID_REQUEST'],
  ['withdraw-deposit', { mode: 'send' }, 409, 'OPERATION_REFUSED'],
])('error: %s %j', async (name, body, status, code) => {
  expect(await ask(`/api/v1/operations/${name}`, body)).toMatchObject({ status, body: { error: { code } } })
})

test('error: who may only look cannot send, and who may only steer can do neither', async () => {
  const tokens = await OperatorTokens.open({ dataDir })
  const reader = await tokens.create({ scopes: ['read'] })
  const steerer = await tokens.create({ scopes: ['operate'] })
  const path = '/api/v1/operations/transfer-ether'
  const parameters = { to, amountWei: '1' }
  const before = await received()
  expect((await ask(path, { mode: 'preview', parameters }, reader.token)).status).toBe(200)
  expect(await ask(path, { mode: 'send', parameters }, reader.token)).toMatchObject({
    status: 403,
    body: { error: { code: 'SCOPE_MISSING' } },
  })
  expect((await ask(path, { mode: 'preview', parameters }, steerer.token)).status).toBe(403)
  expect(await received()).toBe(before)
})
