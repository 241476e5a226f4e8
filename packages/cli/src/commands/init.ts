import { Command, InvalidArgumentError } from 'commander'
import { terminalQuestions } from '../init/questions.ts'
import { type InitRole, setUpNode } from '../init/set-up.ts'
import { startRole } from './role.ts'

interface InitFlags {
  readonly folder?: string
  readonly light?: true
  readonly start: boolean
}

/** `millrace init`: from nothing to a running node, by questions. */
export function initCommand(): Command {
  return new Command('init')
    .description(
      'Sets up a new orchestrator or gateway by questions: chain, key, ports, price, stake or deposit. Nothing is paid without asking. Starts it in the end.',
    )
    .argument('[role]', 'orchestrator or gateway', roleOf)
    .option('--folder <folder>', 'where its settings and state go')
    .option('--light', 'cheap encryption of a new key, for one that guards nothing')
    .option('--no-start', 'do not offer to start it')
    .action(async (role: InitRole | undefined, { folder, light, start }: InitFlags) => {
      const options = { role, folder, keystoreCost: light ? 'light' : 'standard' } as const
      const made = await setUpNode(options, terminalQuestions)
      if (start && (await terminalQuestions.agree('Start it now?', true)))
        await startRole(made.role, ['--config', made.configFile])
    })
}

function roleOf(text: string): InitRole {
  if (text === 'orchestrator' || text === 'gateway') return text
  throw new InvalidArgumentError('It must be orchestrator or gateway.')
}
