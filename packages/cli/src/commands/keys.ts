import type { StreamKeys } from '@millrace/node/gateway'
import { Command } from 'commander'
import { toJson } from './shared.ts'

interface KeyFlags {
  readonly dataDir: string
  readonly json?: true
}

/** `millrace keys`: the keys with which encoders publish to a gateway. */
export function keysCommand(): Command {
  const keys = new Command('keys').description(
    'Stream keys of a gateway: create, rotate, revoke, list. A running gateway takes changes over by itself.',
  )
  keys.addCommand(
    withDataDir('create', 'makes a key for a stream and shows it, this one time')
      .argument('<stream>')
      .action(async (stream: string, flags: KeyFlags) =>
        show({ stream, key: await (await open(flags)).create(stream) }, flags),
      ),
  )
  keys.addCommand(
    withDataDir('rotate', 'makes a new key for a stream; the old ones hold on for the grace time')
      .argument('<stream>')
      .option('--grace-seconds <n>', 'how long the old keys still work', Number, 0)
      .action(async (stream: string, flags: KeyFlags & { graceSeconds: number }) => {
        const key = await (await open(flags)).rotate(stream, { graceMs: flags.graceSeconds * 1_000 })
        show({ stream, key }, flags)
      }),
  )
  keys.addCommand(
    withDataDir('revoke', 'takes away all keys of a stream, or one')
      .argument('<stream>')
      .argument('[key-id]')
      .action(async (stream: string, keyId: string | undefined, flags: KeyFlags) => {
        await (await open(flags)).revoke(stream, keyId)
        show({ stream, revoked: keyId ?? 'all' }, flags)
      }),
  )
  keys.addCommand(
    withDataDir('list', 'names all keys, without showing any').action(async (flags: KeyFlags) => {
      for (const key of (await open(flags)).list())
        show({ ...key, createdAt: new Date(key.createdAtMs).toISOString() }, flags)
    }),
  )
  return keys
}

function withDataDir(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data-dir <folder>', 'the gateway’s data folder', '.millrace/gateway')
    .option('--json', 'print JSON')
}

// Loaded only now: other commands need no gateway.
async function open({ dataDir }: KeyFlags): Promise<StreamKeys> {
  const { StreamKeys } = await import('@millrace/node/gateway')
  return StreamKeys.open({ dataDir })
}

function show(facts: object, { json }: KeyFlags): void {
  const text = json
    ? toJson(facts)
    : Object.entries(facts)
        .map(([name, value]) => `${name} ${value}`)
        .join('  ')
  process.stdout.write(`${text}\n`)
}
