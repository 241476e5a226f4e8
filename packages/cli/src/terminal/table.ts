import { formatEther, shortAddress } from '@millrace/common'
import type { NetworkView, OrchestratorView } from '@millrace/devnet'

interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

export const left = (title: string): Column => ({ title, align: 'left' })
export const right = (title: string): Column => ({ title, align: 'right' })

/** Streams, one a row. */
export function streamTable({ streams }: NetworkView): Table {
  return {
    columns: [
      left('stream'),
      left('state'),
      left('source'),
      left('renditions'),
      right('segments'),
      right('lost'),
      right('latency'),
    ],
    rows: streams.map((stream) => [
      stream.id,
      stream.state,
      stream.source
        ? `${stream.source.widthPx}×${stream.source.heightPx} ${Math.round(stream.source.fps)} fps`
        : '–',
      stream.renditions.map(({ name }) => name).join(' ') || '–',
      `${stream.segmentsOut}/${stream.segmentsIn}`,
      String(stream.segmentsLost),
      milliseconds(stream.medianLatencyMs),
    ]),
  }
}

/** Orchestrators, one a row. */
export function orchestratorTable({ orchestrators }: NetworkView): Table {
  return {
    columns: [
      left('orchestrator'),
      left('region'),
      left('state'),
      right('stake'),
      right('gwei/px'),
      right('done'),
      right('latency'),
      right('tickets'),
      right('won'),
      right('earned ETH'),
      right('redeemed ETH'),
    ],
    rows: orchestrators.map(orchestratorRow),
  }
}

function orchestratorRow(one: OrchestratorView): string[] {
  return [
    `${one.name} ${shortAddress(one.address)}`,
    one.region,
    one.isRunning ? (one.isActive ? one.state : 'not elected') : 'restarting',
    formatEther(one.stakeWei, { digits: 0 }),
    gwei(one.pricePerPixelWei),
    String(one.segmentsDone),
    milliseconds(one.medianLatencyMs),
    String(one.ticketsReceived),
    `${one.redeemed}/${one.winners}`,
    formatEther(one.earnedWei, { digits: 5 }),
    formatEther(one.redeemedWei, { digits: 5 }),
  ]
}

/** Lines of a table, columns as wide as their widest cell. */
export function tableLines({ columns, rows }: Table): string[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) =>
        columns[at]?.align === 'right' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ title }) => title)), ...rows.map(line)]
}

/** One line about round and money. */
export function summaryLine({ round, funds, totals }: NetworkView): string {
  const parts = [
    round
      ? `round ${round.number}${round.isInitialized ? '' : ' (not initialised)'}, ${round.blocksLeft} blocks left`
      : 'round –',
    funds
      ? `deposit ${formatEther(funds.depositWei, { digits: 4 })} ETH, reserve ${formatEther(funds.reserveWei, { digits: 4 })} ETH (${funds.state})`
      : 'deposit –',
    totals ? `${totals.ticketsSent} tickets sent` : 'no tickets yet',
  ]
  return parts.join(' · ')
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} ms`
}

function gwei(wei: bigint): string {
  return formatEther(wei * 10n ** 9n, { digits: 4 })
}
