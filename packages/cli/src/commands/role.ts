import { Command } from 'commander'

const programs = {
  gateway: () => import('@millrace/node/gateway/main'),
  orchestrator: () => import('@millrace/node/orchestrator/main'),
  transcoder: () => import('@millrace/node/transcoder/main'),
  redeemer: () => import('@millrace/node/redeemer/main'),
  tester: () => import('@millrace/node/tester/main'),
  indexer: () => import('@millrace/indexer/main'),
}

/** Runs a role as the purpose of this process from now on. */
export async function startRole(role: keyof typeof programs, flags: readonly string[]): Promise<void> {
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...flags)
  await programs[role]()
}

/** A daemon of the node as a command; its flags are the daemon's own. */
export function roleCommand(
  role: keyof typeof programs,
  description: string,
  { name = role, firstFlags = [] }: { name?: string; firstFlags?: readonly string[] } = {},
): Command {
  return new Command(name)
    .description(`${description} See: millrace ${name} --help`)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[flags...]', 'flags of the daemon')
    .action(async () => {
      // The daemon reads its flags from the process as if it had been started by itself.
      process.argv.splice(2, 1, ...firstFlags)
      await programs[role]()
    })
}
