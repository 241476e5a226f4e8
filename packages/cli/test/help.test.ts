import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../src/program.ts'

function all(command: Command): Command[] {
  return [command, ...command.commands.flatMap(all)]
}

test('every command explains itself', () => {
  const commands = all(createProgram())
  expect(commands.length).toBeGreaterThan(15)
  for (const command of commands) {
    expect(command.description(), command.name()).toMatch(/\w/)
    expect(command.helpInformation(), command.name()).toContain('Usage')
  }
})

test('every command that writes can print what it would send', () => {
  const writing = all(createProgram()).filter((command) =>
    command.helpInformation().includes('--keystore-file'),
  )
  expect(writing.map((command) => command.name()).sort()).toEqual([
    ...['add', 'authorize', 'bond', 'cancel', 'cancel-unlock', 'claim', 'deploy', 'deposit', 'execute'],
    ...[
      'initialize-round',
      'link',
      'pause',
      'pause-exits',
      'poll',
      'rebond',
      'reserve',
      'reward',
      'send-ether',
    ],
    ...[
      'send-tokens',
      'set',
      'set',
      'set-cuts',
      'set-reward-caller',
      'set-service-uri',
      'sign',
      'stage',
      'transfer',
    ],
    ...[
      'treasury',
      'unbond',
      'unlink',
      'unlock',
      'unpause',
      'unpause-exits',
      'upgrade',
      'withdraw',
      'withdraw',
    ],
    'withdraw-fees',
  ])
  for (const command of writing) expect(command.helpInformation(), command.name()).toContain('--unsigned')
})
