import { Command, InvalidArgumentError } from 'commander'
import { interruptSignal, pagesDir, toJson } from './shared.ts'

interface DemoFlags {
  readonly seconds: number
  readonly json?: true
  readonly killOrchestrator?: true
}

/** `millrace demo`: the whole network once through, on free ports in a temporary folder. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'Runs the whole network once in a temporary folder, pushes a clip, waits until all is paid, and checks the sums.',
    )
    .option('--seconds <n>', 'how long the clip is pushed', parseSeconds, 30)
    .option('--kill-orchestrator', 'kill an orchestrator that holds an unanswered segment')
    .option('--json', 'print one JSON object and nothing else on standard output')
    .action(runDemoCommand)
}

async function runDemoCommand({ seconds, json, killOrchestrator }: DemoFlags): Promise<void> {
  const progress = (text: string) => void process.stderr.write(`millrace: ${text}\n`)
  // Loaded only now: other commands need no network.
  const { runDemo } = await import('@millrace/devnet')
  const result = await runDemo(
    { seconds, killOrchestrator: killOrchestrator === true },
    { pagesDir, progress, signal: interruptSignal() },
  )
  if (json) process.stdout.write(`${toJson(result)}\n`)
  else
    for (const [name, value] of Object.entries(result))
      process.stdout.write(`${name.padEnd(24)} ${typeof value === 'object' ? toJson(value) : value}\n`)
  for (const problem of result.problems) process.stderr.write(`millrace: ${problem}\n`)
  process.exitCode = result.problems.length === 0 ? 0 : 1
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw new InvalidArgumentError('It must be a whole number of seconds, 1 to 86400.')
  return seconds
}
