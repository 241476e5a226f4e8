import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { silentLogger } from '@millrace/common'
import { Orchestrator, orchestratorConfigSchema } from '@millrace/node/orchestrator'
import { afterAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
/** Processes that start and transcode on a busy machine. */
const timeout = 180_000
const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function check(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  return millrace('check', 'orchestrator', ...args)
}

async function millrace(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const run = promisify(execFile)(process.execPath, [main, ...args])
  return run.then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ stdout, stderr, code }),
  )
}

test(
  'a running node is checked by its folder and from elsewhere, and settings are suggested',
  async () => {
    const dataDir = join(folder, 'node')
    const config = orchestratorConfigSchema.parse({
      dataDir,
      host: '127.0.0.1',
      port: 0,
      operatorPort: 0,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 1e7,
    })
    await using node = await Orchestrator.create(config, { log: silentLogger() })
    const here = await check('--data-dir', dataDir, '--cost-per-hour', '0.5', '--json')
    expect([here.code, here.stderr]).toEqual([0, ''])
    const report = JSON.parse(here.stdout)
    const states = report.findings.map(({ subject }: { subject: string }) => subject)
    expect(states).toEqual(['reach', 'certificate', 'bandwidth', 'benchmark'])
    expect(report.suggestion.capacityPixelsPerSecond).toBeGreaterThan(0)
    expect(Number(report.suggestion.pricePerPixel.usd)).toBeGreaterThan(0)

    const address = '0x1111111111111111111111111111111111111111'
    expect(report.findings[2].state).toBe('good')
    const token = (await millrace('check', 'probe-token', '--data-dir', dataDir)).stdout.trim()
    const at = ['--service-uri', node.serviceUri, '--address', address]
    const there = await check(...at, '--probe-token', token)
    expect(there.stdout).toMatch(/^ok {7}bandwidth +\d+\.\d Mbit/m)
    expect(there.code).toBe(1)
    expect(there.stdout).toMatch(/^ok {7}reach +https:.* is reached and answers$/m)
    expect(there.stdout).toMatch(/^PROBLEM {2}key +whoever answers signs as nobody, not as 0x1111/m)
    expect(there.stderr).toBe('millrace: One problem was found.\n')
  },
  timeout,
)

test(
  'error: where no node works, that is what is said',
  async () => {
    const { stdout, code } = await check('--data-dir', join(folder, 'none'), '--no-benchmark')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^PROBLEM {2}reach +no orchestrator works in .*none$/m)
  },
  timeout,
)
