import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { isLeftOut } from '../e2e/support/without.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'systemd')
const roles = ['gateway', 'orchestrator', 'redeemer', 'tester', 'transcoder'] as const
const undo: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0)) await step()
})

const unitOf = (role: string) => readFile(join(folder, `millrace-${role}.service`), 'utf8')

/** The units as they are, but for a program that is there. */
async function installedUnits(): Promise<string[]> {
  const target = await mkdtemp(join(tmpdir(), 'millrace-units-'))
  undo.push(() => rm(target, { recursive: true, force: true }))
  const names = (await readdir(folder)).filter((name) => name.startsWith('millrace-'))
  for (const name of names) {
    const file = join(target, name)
    await copyFile(join(folder, name), file)
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('/opt/millrace/', root))
  }
  return names.map((name) => join(target, name))
}

test('each role has a unit that starts it, and they differ in nothing but the role, its secret and its devices', async () => {
  const common = await Promise.all(
    roles.map(async (role) => {
      const unit = await unitOf(role)
      expect(unit).toContain(`ExecStart=/opt/millrace/bin/millrace ${role} --config`)
      return unit
        .split('\n')
        .filter((line) => !/^(#|Description=|LoadCredential=|Environment=|PrivateDevices=|Device)/.test(line))
        .join('\n')
        .replaceAll(role, 'ROLE')
    }),
  )
  expect(new Set(common).size).toBe(1)
})

describe.skipIf(isLeftOut('systemd-analyze'))('systemd itself', () => {
  test('takes the units without a word', async () => {
    const { stdout, stderr } = await run('systemd-analyze', [
      'verify',
      '--recursive-errors=no',
      ...(await installedUnits()),
    ])
    expect(stdout + stderr).toBe('')
  })

  test('calls each of them well protected: an exposure below 2 of 10', async () => {
    const services = (await installedUnits()).filter((file) => file.endsWith('.service'))
    for (const file of services)
      await run('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', file])
    expect(services).toHaveLength(roles.length)
  })
})
