import { answerOf } from '@millrace/client/operator'
import { shortAddress } from '@millrace/common'
import type { Command } from 'commander'
import { priceWords, timeWords } from '../../terminal/operator-words.ts'
import { left, right, tableLines } from '../../terminal/table.ts'
import { type AccessFlags, nodeCommand, openNode, show, wrongRole } from './access.ts'

/** `millrace sessions`: with whom a node works now. */
export function sessionsCommand(): Command {
  return nodeCommand('sessions')
    .description(
      'Lists the sessions of a running orchestrator with gateways, or of a gateway with orchestrators.',
    )
    .option('--gateway <address>', 'only those of one gateway, at an orchestrator')
    .action(listSessions)
}

async function listSessions(flags: AccessFlags & { readonly gateway?: string }): Promise<void> {
  const node = await openNode(flags)
  if (node.role === 'orchestrator') {
    const query = flags.gateway === undefined ? {} : { gateway: flags.gateway }
    const answer = await answerOf(node.client.GET('/api/v1/sessions', { params: { query } }))
    return show(flags, answer, () =>
      tableLines({
        columns: [
          left('session'),
          left('gateway'),
          left('stream'),
          right('segments'),
          left('since'),
          left('last segment'),
        ],
        rows: answer.sessions.map((session) => [
          session.sessionId,
          shortAddress(session.gateway),
          session.manifestId,
          String(session.segments),
          timeWords(session.openedAtMs),
          timeWords(session.lastSegmentAtMs),
        ]),
      }),
    )
  }
  if (node.role !== 'gateway') return wrongRole(node, 'sessions', 'a gateway or an orchestrator')
  const answer = await answerOf(node.client.GET('/api/v1/sessions'))
  show(flags, answer, () =>
    tableLines({
      columns: [
        left('stream'),
        left('session'),
        left('orchestrator'),
        left('price'),
        left('paid last'),
        left('until'),
      ],
      rows: answer.sessions.map((session) => [
        session.streamId,
        session.sessionId,
        session.serviceUri,
        priceWords(session.price),
        timeWords(session.usedAtMs),
        timeWords(session.expiresAtMs),
      ]),
    }),
  )
}
