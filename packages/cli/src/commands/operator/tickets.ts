import { answerOf, type OrchestratorComponents } from '@millrace/client/operator'
import { shortAddress } from '@millrace/common'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { etherWords, timeWords } from '../../terminal/operator-words.ts'
import { left, right, tableLines } from '../../terminal/table.ts'
import { type AccessFlags, nodeCommand, openNode, show, wrongRole } from './access.ts'
import { winnersWords } from './status.ts'

const states = ['waiting', 'redeemed', 'lost'] as const

interface TicketFlags extends AccessFlags {
  readonly state?: (typeof states)[number]
  readonly gateway?: string
  readonly limit: number
  readonly after?: number
}

/** `millrace tickets`: winning tickets and what became of them. */
export function ticketsCommand(): Command {
  return nodeCommand('tickets')
    .description('Lists the winning tickets of a running orchestrator or redeemer, newest first.')
    .addOption(new Option('--state <state>', 'only those in this state').choices(states))
    .option('--gateway <address>', 'only those of one gateway')
    .option('--limit <n>', 'so many at the most', countOf, 50)
    .option('--after <n>', 'go on where the list before ended', countOf)
    .action(listTickets)
}

async function listTickets(flags: TicketFlags): Promise<void> {
  const node = await openNode(flags)
  const { state, gateway, limit, after } = flags
  const query = {
    limit,
    ...(state !== undefined && { state }),
    ...(gateway !== undefined && { gateway }),
    ...(after !== undefined && { after }),
  }
  // The route is the same at both, and so is what it answers.
  if (node.role === 'orchestrator')
    return print(flags, await answerOf(node.client.GET('/api/v1/tickets', { params: { query } })))
  if (node.role === 'redeemer')
    return print(flags, await answerOf(node.client.GET('/api/v1/tickets', { params: { query } })))
  wrongRole(node, 'winning tickets', 'an orchestrator or a redeemer')
}

type Page = OrchestratorComponents['schemas']['TicketPage']

function print(flags: AccessFlags, page: Page): void {
  show(flags, page, () => [
    ...tableLines({
      columns: [
        left('ticket'),
        left('gateway'),
        left('won'),
        right('face value'),
        left('state'),
        left('details'),
      ],
      rows: page.tickets.map((ticket) => [
        `${ticket.ticketHash.slice(0, 10)}…`,
        shortAddress(ticket.gateway),
        timeWords(ticket.receivedAtMs),
        etherWords(ticket.faceValueWei),
        ticket.state,
        detailsOf(ticket),
      ]),
    }),
    '',
    `won in all ${winnersWords(page.totals)}`,
    ...(page.next === undefined ? [] : [`There are more: --after ${page.next}`]),
  ])
}

function detailsOf({
  state,
  reason,
  paidWei,
  txHash,
  paramsExpirationBlock,
}: Page['tickets'][number]): string {
  if (state === 'lost') return reason ?? ''
  if (state === 'waiting') return `redeemed after block ${paramsExpirationBlock}`
  return `${paidWei === undefined ? '' : `paid ${etherWords(paidWei)}`}${txHash === undefined ? '' : ` by ${txHash.slice(0, 10)}…`}`
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It is no whole number above zero.')
  return Number(text)
}
