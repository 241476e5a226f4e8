import { ConfigError, loadConfig } from '@millrace/common'
import { describeSettings, parseCommandLine } from '@millrace/daemon'
import { expect, test } from 'vitest'
import { orchestratorConfigSchema } from '../src/orchestrator/config.ts'

test('flags are settings in kebab case, and win over the environment', () => {
  const { flags, configFile } = parseCommandLine(orchestratorConfigSchema, [
    '--config=node.json',
    '--operator-port',
    '0',
    '--price-per-pixel={"wei":"100000000"}',
    '--bond-wei=123456789012345678901234567890',
    '--rpc-urls',
    '["http://127.0.0.1:8545"]',
    '--register=true',
  ])
  expect(configFile).toBe('node.json')
  const config = loadConfig(orchestratorConfigSchema, { env: { MILLRACE_OPERATOR_PORT: '5' }, flags })
  expect(config).toMatchObject({
    operatorPort: 0,
    pricePerPixel: { wei: 100_000_000n, pixels: 1n },
    bondWei: 123456789012345678901234567890n,
    rpcUrls: ['http://127.0.0.1:8545'],
    register: true,
  })
})

test('help names every setting with its meaning', () => {
  const text = describeSettings(orchestratorConfigSchema)
  for (const [key, setting] of Object.entries(orchestratorConfigSchema.shape)) {
    expect(setting.description, key).toMatch(/\.$/)
    expect(text).toContain(setting.description)
  }
  expect(text).toContain('--operator-port')
  expect(text).toContain('[7935]')
})

test.each([[['--no-such-flag']], [['--port']], [['stray']]])('error: %j is refused', (args) => {
  expect(() => parseCommandLine(orchestratorConfigSchema, args)).toThrow(ConfigError)
})

test('error: a setting that does not fit is named', () => {
  const { flags } = parseCommandLine(orchestratorConfigSchema, ['--port', '70000'])
  expect(() => loadConfig(orchestratorConfigSchema, { flags })).toThrow(/port: /)
  expect(() => loadConfig(orchestratorConfigSchema, { flags: { prot: 1 } })).toThrow(/prot/)
})
