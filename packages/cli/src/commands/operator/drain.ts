import { answerOf } from '@millrace/client/operator'
import { delay } from '@millrace/common'
import { type Command, InvalidArgumentError } from 'commander'
import { FlagsError } from '../../errors.ts'
import { drainWords } from '../../terminal/operator-words.ts'
import { type AccessFlags, nodeCommand, openNode, show, wrongRole } from './access.ts'

interface DrainFlags extends AccessFlags {
  readonly status?: true
  readonly cancel?: true
  readonly wait?: true
  readonly stop?: true
  readonly timeoutMs?: number
}

const pollMs = 1_000

/** `millrace drain`: an orchestrator takes no new sessions, so that it can be stopped without harm. */
export function drainCommand(): Command {
  return nodeCommand('drain')
    .description('A running orchestrator takes no new sessions, and those it has come to their end.')
    .option('--wait', 'return once no session runs any more')
    .option('--stop', 'the node stops when it is over')
    .option('--timeout-ms <ms>', 'it is over after so long, whatever still runs', milliseconds)
    .option('--status', 'change nothing: show how far it is')
    .option('--cancel', 'take new sessions again')
    .action(drain)
}

async function drain(flags: DrainFlags): Promise<void> {
  if (flags.cancel && (flags.wait || flags.status))
    throw new FlagsError('--cancel goes with neither --wait nor --status.')
  const node = await openNode(flags)
  if (node.role !== 'orchestrator') return wrongRole(node, 'sessions to drain', 'an orchestrator')
  const { client } = node
  let present = await answerOf(
    flags.status
      ? client.GET('/api/v1/drain')
      : flags.cancel
        ? client.DELETE('/api/v1/drain')
        : client.PUT('/api/v1/drain', { params: { query: optionsOf(flags) } }),
  )
  while (flags.wait && present.isDraining && !present.isDone) {
    await delay(pollMs)
    present = await answerOf(client.GET('/api/v1/drain'))
  }
  show(flags, present, () => [drainWords(present)])
}

function optionsOf({ stop, timeoutMs }: DrainFlags) {
  return { ...(stop && { stop: 'true' as const }), ...(timeoutMs !== undefined && { timeoutMs }) }
}

function milliseconds(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number of milliseconds.')
  return Number(text)
}
