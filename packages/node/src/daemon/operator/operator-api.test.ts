import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@millrace/common'
import { Registry } from 'prom-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirError } from '../../state/errors.ts'
import { OperatorApi } from './operator-api.ts'
import { readOperatorFile } from './operator-file.ts'
import { answers, jsonBody, type OperatorHono, operatorRoute, z } from './route.ts'
import { OperatorTokens } from './tokens.ts'

let dataDir: string
let api: OperatorApi
let nowMs: number
const clock = { nowMs: () => nowMs }

const echo = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/echo',
  operationId: 'echo',
  summary: 'Answers what it is told.',
  request: { body: jsonBody(z.strictObject({ word: z.string().min(1) })) },
  responses: answers('The word.', z.object({ word: z.string() })),
})

function register(app: OperatorHono): void {
  app.openapi(echo, (context) => {
    const { word } = context.req.valid('json')
    if (word === 'crash') throw new Error('secret detail')
    return context.json({ word }, 200)
  })
}

async function open(): Promise<OperatorApi> {
  const settings = {
    dataDir,
    operatorHost: '127.0.0.1',
    operatorPort: 0,
    rpcUrls: ['https://me:pw@rpc.example/v3/0123'],
    webhookToken: 'hush',
    bondWei: 7n,
  }
  const deps = { metrics: new Registry(), notReady: () => undefined, register, clock, log: silentLogger() }
  return OperatorApi.create({ role: 'tester', settings }, deps)
}

beforeEach(async () => {
  nowMs = 1_000
  dataDir = mkdtempSync(join(tmpdir(), 'operator-'))
  api = await open()
})
afterEach(async () => {
  await api.close()
  rmSync(dataDir, { recursive: true })
})

const ownToken = () => readFileSync(join(dataDir, 'operator-token'), 'utf8').trim()

function ask(path: string, token?: string, init: RequestInit = {}): Promise<Response> {
  const authorization = token === undefined ? undefined : { authorization: `Bearer ${token}` }
  return fetch(new URL(path, api.url), {
    ...init,
    headers: { 'content-type': 'application/json', ...authorization },
  })
}

const put = (word: unknown, token = ownToken()) =>
  ask('/api/v1/echo', token, { method: 'PUT', body: JSON.stringify({ word }) })

async function errorOf(
  response: Promise<Response>,
): Promise<{ status: number; code: string; message: string }> {
  const answer = await response
  const { error } = (await answer.json()) as { error: { code: string; message: string } }
  return { status: answer.status, code: error.code, message: error.message }
}

test('health and description are for everybody, all else for those who show the token of the data folder', async () => {
  expect(await (await ask('/healthz')).text()).toBe('ok\n')
  expect((await ask('/readyz')).status).toBe(200)
  expect((await ask('/openapi.json')).status).toBe(200)
  for (const path of ['/metrics', '/api/v1/node', '/api/v1/settings', '/none'])
    expect(await errorOf(ask(path)), path).toMatchObject({ status: 401, code: 'TOKEN_MISSING' })
  expect(statSync(join(dataDir, 'operator-token')).mode & 0o777).toBe(0o600)
  expect(await (await ask('/api/v1/node', ownToken())).json()).toMatchObject({
    role: 'tester',
    pid: process.pid,
    isReady: true,
  })
})

test('a node tells where it is while it works, and keeps its token over restarts', async () => {
  const token = ownToken()
  expect(await readOperatorFile(dataDir)).toEqual({ url: api.url, pid: process.pid, role: 'tester' })
  await api.close()
  expect(await readOperatorFile(dataDir)).toBeUndefined()
  api = await open()
  expect(ownToken()).toBe(token)
  expect(existsSync(join(dataDir, 'operator.json'))).toBe(true)
})

test('settings are shown without what is secret', async () => {
  const answer = (await (await ask('/api/v1/settings', ownToken())).json()) as { settings: object }
  expect(answer.settings).toMatchObject({
    rpcUrls: ['https://rpc.example/…'],
    webhookToken: '…',
    bondWei: '7',
  })
})

test('a token made by another process works at once, for what its scopes say, until it is revoked', async () => {
  const tokens = await OperatorTokens.open({ dataDir })
  const reader = await tokens.create({ name: 'prometheus', scopes: ['read'] })
  expect((await ask('/metrics', reader.token)).status).toBe(200)
  expect(await errorOf(put('hello', reader.token))).toMatchObject({
    status: 403,
    code: 'SCOPE_MISSING',
    message: expect.stringContaining('"operate"'),
  })
  const both = await tokens.create({ scopes: ['operate'] })
  expect(await (await put('hello', both.token)).json()).toEqual({ word: 'hello' })
  expect((await ask('/metrics', both.token)).status).toBe(403)
  const file = readFileSync(join(dataDir, 'operator-tokens.json'), 'utf8')
  expect(file).not.toContain(reader.token)
  await tokens.revoke(reader.facts.id)
  expect(await errorOf(ask('/metrics', reader.token))).toMatchObject({ status: 401, code: 'TOKEN_WRONG' })
  expect((await tokens.list()).map(({ id }) => id)).toEqual(['own', both.facts.id])
})

test('error: a wrong token is told what to do, and soon no more than to wait; the right one works all the time', async () => {
  expect(await errorOf(ask('/metrics', 'x'.repeat(40)))).toMatchObject({
    status: 401,
    message: expect.stringContaining('millrace token create'),
  })
  for (let attempt = 1; attempt < 30; attempt++) await ask('/metrics', `wrong-${attempt}`)
  const refused = await ask('/metrics', 'wrong')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect((await ask('/metrics', ownToken())).status).toBe(200)
  nowMs += 60_000
  expect((await ask('/metrics', 'wrong')).status).toBe(401)
})

test.each([
  ['attacker.example', 403],
  ['127.0.0.1.attacker.example:80', 403],
  ['localhost', 200],
  ['127.0.0.1:1', 200],
  ['[::1]:5935', 200],
])(
  'a request for the host %s is answered %i: a page cannot have its own name point to this machine',
  async (host, status) => {
    const { port } = new URL(api.url)
    const sent = request({ host: '127.0.0.1', port, path: '/healthz', headers: { host } }).end()
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
    })
    expect(answered).toBe(status)
  },
)

test('error: what does not fit is named, and what breaks down in the node is hidden', async () => {
  const invalid = { status: 400, code: 'INVALID_REQUEST' }
  expect(await errorOf(put(7))).toMatchObject({ ...invalid, message: expect.stringContaining('word') })
  const raw = (body: string) => ask('/api/v1/echo', ownToken(), { method: 'PUT', body })
  expect(await errorOf(raw('{'))).toMatchObject(invalid)
  expect(await errorOf(raw('{"word":"a","wrod":"b"}'))).toMatchObject(invalid)
  expect(await errorOf(raw(`"${'x'.repeat(70_000)}"`))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
  expect(await errorOf(ask('/none', ownToken()))).toMatchObject({ status: 404, code: 'NOT_THERE' })
  const broken = await errorOf(put('crash'))
  expect(broken).toMatchObject({ status: 500, code: 'INTERNAL' })
  expect(broken.message).not.toContain('secret')
})

test('no page of another origin is let in', async () => {
  const preflight = await ask('/api/v1/echo', undefined, { method: 'OPTIONS' })
  expect(preflight.status).toBe(401)
  for (const name of preflight.headers.keys()) expect(name).not.toMatch(/^access-control-/)
})

test('error: a token file that is spoilt is named', async () => {
  await api.close()
  writeFileSync(join(dataDir, 'operator-token'), 'short\n')
  await expect(open()).rejects.toThrow(DataDirError)
  rmSync(join(dataDir, 'operator-token'))
  writeFileSync(join(dataDir, 'operator-tokens.json'), '{}')
  await expect(open()).rejects.toThrow(/operator-tokens.json/)
  rmSync(join(dataDir, 'operator-tokens.json'))
  api = await open()
})

test('requests are counted by status, refused ones too', async () => {
  expect((await ask('/api/v1/node', 'wrong')).status).toBe(401)
  const text = await (await ask('/metrics', ownToken())).text()
  expect(text).toMatch(/^millrace_node_operator_requests_total\{status="401"\} [1-9]/m)
  expect(text).toMatch(/^millrace_node_ready 1$/m)
})
