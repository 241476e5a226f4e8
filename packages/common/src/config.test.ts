import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, loadConfig } from './config.ts'

const schema = z.strictObject({
  rtmpPort: z.int().default(1935),
  name: z.string().default('a'),
  depositWei: z.string().optional(),
})
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileWith(text: string): Promise<string> {
  const file = join(folder, `${Math.abs(text.length * 31 + text.charCodeAt(0))}.json`)
  await writeFile(file, text)
  return file
}

test('flags outrank the environment, which outranks the file', async () => {
  const file = await fileWith('{"rtmpPort": 1, "name": "file"}')
  expect(loadConfig(schema, { file })).toMatchObject({ rtmpPort: 1, name: 'file' })
  const env = { MILLRACE_RTMP_PORT: '2', MILLRACE_NAME: 'env' }
  expect(loadConfig(schema, { file, env })).toMatchObject({ rtmpPort: 2, name: 'env' })
  expect(loadConfig(schema, { file, env, flags: { rtmpPort: 3, name: undefined } })).toMatchObject({
    rtmpPort: 3,
    name: 'env',
  })
})

test('an amount that a double cannot hold stays text', () => {
  expect(loadConfig(schema, { env: { MILLRACE_DEPOSIT_WEI: '123456789012345678901' } }).depositWei).toBe(
    '123456789012345678901',
  )
})

test('error: a misspelt setting is named', async () => {
  const file = await fileWith('{"rtmpPrt": 1}')
  expect(() => loadConfig(schema, { file })).toThrow(/rtmpPrt/)
})

test('error: a setting of the wrong kind is named', () => {
  expect(() => loadConfig(schema, { flags: { rtmpPort: 'x' } })).toThrow(/rtmpPort/)
})

test('error: a file that is missing or no JSON object is named', async () => {
  expect(() => loadConfig(schema, { file: join(folder, 'none.json') })).toThrow(/none\.json cannot be read/)
  const file = await fileWith('[1]')
  expect(() => loadConfig(schema, { file })).toThrow(ConfigError)
})
