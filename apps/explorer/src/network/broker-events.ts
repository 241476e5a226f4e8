import { ticketBrokerAbi } from '@millrace/abi'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Address, GetContractEventsReturnType } from 'viem'
import { useNetwork } from './network-context.tsx'
import type { Protocol } from './protocol.ts'
import { useBlockNumber } from './use-block-number.ts'

/** Something that moved money in the TicketBroker. */
export interface BrokerEvent {
  readonly id: string
  readonly block: bigint
  readonly kind: 'deposit' | 'reserve' | 'paid' | 'claimed' | 'withdrawn'
  readonly gateway: Address
  /** Who was paid; unset for funding and withdrawal. */
  readonly orchestrator: Address | undefined
  /** Change of the gateway's deposit and reserve in wei. */
  readonly depositChange: bigint
  readonly reserveChange: bigint
  readonly amount: bigint
}

interface BrokerHistory {
  readonly upTo: bigint
  readonly events: readonly BrokerEvent[]
}

const queryKey = ['broker-events'] as const
const blocksPerPage = 10_000n
/** A reorganisation deeper than this is not looked for. */
const rereadBlocks = 12n
const keptEvents = 5_000

/** All money events of the broker since the deployment, oldest first; new ones are added with every block. */
export function useBrokerEvents() {
  const { protocol, config } = useNetwork()
  const { data: head } = useBlockNumber()
  const queries = useQueryClient()
  return useQuery({
    queryKey: [...queryKey, head === undefined ? '' : String(head / 2n)],
    enabled: head !== undefined,
    placeholderData: (previous: BrokerHistory | undefined) => previous,
    queryFn: async () => {
      const known = queries.getQueryData<BrokerHistory>([...queryKey, 'latest'])
      const next = await extend(
        protocol,
        known ?? { upTo: BigInt(config.deployedAtBlock) - 1n, events: [] },
        head ?? 0n,
      )
      queries.setQueryData([...queryKey, 'latest'], next)
      return next
    },
    gcTime: 10_000,
  })
}

async function extend(
  { client, contracts }: Protocol,
  known: BrokerHistory,
  head: bigint,
): Promise<BrokerHistory> {
  const from = known.upTo > rereadBlocks ? known.upTo - rereadBlocks : 0n
  const events = known.events.filter(({ block }) => block < from)
  for (let start = from; start <= head; start += blocksPerPage) {
    const end = start + blocksPerPage - 1n
    const logs = await client.getContractEvents({
      address: contracts.ticketBroker,
      abi: ticketBrokerAbi,
      fromBlock: start,
      toBlock: end < head ? end : head,
      strict: true,
    })
    for (const log of logs) {
      const event = toBrokerEvent(log)
      if (event) events.push({ ...event, id: `${log.blockHash}-${log.logIndex}`, block: log.blockNumber })
    }
  }
  return { upTo: head, events: events.slice(-keptEvents) }
}

type BrokerLog = GetContractEventsReturnType<typeof ticketBrokerAbi, undefined, true>[number]
type Money = Omit<BrokerEvent, 'id' | 'block'>

function toBrokerEvent(log: BrokerLog): Money | undefined {
  const none = { orchestrator: undefined, depositChange: 0n, reserveChange: 0n }
  switch (log.eventName) {
    case 'DepositFunded':
      return {
        ...none,
        kind: 'deposit',
        gateway: log.args.sender,
        amount: log.args.amount,
        depositChange: log.args.amount,
      }
    case 'ReserveFunded':
      return {
        ...none,
        kind: 'reserve',
        gateway: log.args.reserveHolder,
        amount: log.args.amount,
        reserveChange: log.args.amount,
      }
    case 'WinningTicketTransfer':
      return {
        ...none,
        kind: 'paid',
        gateway: log.args.sender,
        orchestrator: log.args.recipient,
        amount: log.args.amount,
        depositChange: -log.args.amount,
      }
    // What a reserve pays is part of the transfer as well: it goes from the reserve and not from the deposit.
    case 'ReserveClaimed':
      return {
        ...none,
        kind: 'claimed',
        gateway: log.args.reserveHolder,
        orchestrator: log.args.claimant,
        amount: log.args.amount,
        depositChange: log.args.amount,
        reserveChange: -log.args.amount,
      }
    case 'Withdrawal':
      return {
        ...none,
        kind: 'withdrawn',
        gateway: log.args.sender,
        amount: log.args.deposit,
        depositChange: -log.args.deposit,
        reserveChange: -log.args.reserve,
      }
    default:
      return undefined
  }
}
