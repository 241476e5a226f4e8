import { answerOf } from '@millrace/client/operator'
import type { Command } from 'commander'
import { type AccessFlags, nodeCommand, openNode, show, wrongRole } from './access.ts'

/** `millrace forgive`: a gateway works again with an orchestrator that it has left alone. */
export function forgiveCommand(): Command {
  return nodeCommand('forgive')
    .description(
      'A running gateway ends the suspension of an orchestrator: it is asked again at once. What it does is checked as ' +
        'before.',
    )
    .argument('<orchestrator>', 'its account, or its service URI')
    .action(forgive)
}

async function forgive(orchestrator: string, flags: AccessFlags): Promise<void> {
  const node = await openNode(flags)
  if (node.role !== 'gateway') return wrongRole(node, 'suspension to end', 'a gateway')
  const body = { orchestrator }
  const answer = await answerOf(node.client.POST('/api/v1/orchestrators/forgive', { body }))
  show(flags, answer, () => [`${answer.orchestrator} is asked again.`])
}
