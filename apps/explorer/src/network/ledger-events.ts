import { bondingManagerAbi, ticketBrokerAbi } from '@millrace/abi'
import { parseEventLogs } from 'viem'
import { getLogs } from 'viem/actions'
import type { Protocol } from './chain.ts'
import type { LedgerEvent } from './ledger.ts'

const blocksPerPage = 10_000n

const names = [
  'TranscoderUpdate',
  'DepositFunded',
  'ReserveFunded',
  'WinningTicketTransfer',
  'ReserveClaimed',
  'Withdrawal',
] as const
const abi = [...bondingManagerAbi, ...ticketBrokerAbi].filter(
  (entry) => entry.type === 'event' && (names as readonly string[]).includes(entry.name),
) as Extract<
  (typeof bondingManagerAbi)[number] | (typeof ticketBrokerAbi)[number],
  { readonly name: (typeof names)[number] }
>[]

/**
 * All that matters to the ledger since a block, in order. The chain may have gone on beyond `head` since that was asked
 * for: what is newer comes too, so that the ledger is no older than what is read in the same moment.
 */
export async function readLedgerEvents(
  { client, contracts }: Protocol,
  { from, head }: { readonly from: bigint; readonly head: bigint },
): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = []
  for (let start = from; ; start += blocksPerPage) {
    const end = start + blocksPerPage - 1n
    const isLast = end >= head
    const logs = await getLogs(client, {
      address: [contracts.bondingManager, contracts.ticketBroker],
      events: abi,
      fromBlock: start,
      toBlock: isLast ? 'latest' : end,
    })
    for (const log of parseEventLogs({ abi, logs, strict: true })) {
      events.push({ block: log.blockNumber, ...meaningOf(log) })
    }
    if (isLast) return events
  }
}

type Log = ReturnType<typeof parseEventLogs<typeof abi, true>>[number]
type Meaning = LedgerEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'block'>
    : never
  : never

function meaningOf({ eventName, args }: Log): Meaning {
  switch (eventName) {
    case 'TranscoderUpdate':
      return { kind: 'registered', orchestrator: args.transcoder }
    case 'DepositFunded':
      return { kind: 'funds', gateway: args.sender, deposit: args.amount, reserve: 0n }
    case 'ReserveFunded':
      return { kind: 'funds', gateway: args.reserveHolder, deposit: 0n, reserve: args.amount }
    case 'WinningTicketTransfer':
      return { kind: 'paid', gateway: args.sender, orchestrator: args.recipient, amount: args.amount }
    // What a reserve pays is part of the transfer as well: it goes from the reserve and not from the deposit.
    case 'ReserveClaimed':
      return { kind: 'funds', gateway: args.reserveHolder, deposit: args.amount, reserve: -args.amount }
    case 'Withdrawal':
      return { kind: 'funds', gateway: args.sender, deposit: -args.deposit, reserve: -args.reserve }
  }
}
