import type { NetworkView } from '@millrace/devnet'
import { Box, render, Text } from 'ink'
import { createElement as h, type ReactNode } from 'react'
import { orchestratorTable, streamTable, summaryLine, type Table, tableLines } from './table.ts'

/** What does not change while the network runs: where everything is. */
export interface Banner {
  readonly lines: readonly { readonly label: string; readonly value: string }[]
}

export interface LiveView {
  show(view: NetworkView): void
  /** A line about something that happened, kept above the table. */
  note(text: string): void
  close(): void
}

const keptNotes = 5

/** A table of the running network that stays in place: redrawn on a terminal, printed now and then elsewhere. */
export function openLiveView(banner: Banner): LiveView {
  return process.stdout.isTTY ? inkView(banner) : plainView(banner)
}

function inkView(banner: Banner): LiveView {
  const notes: string[] = []
  let view: NetworkView | undefined
  const element = () => h(Screen, { banner, notes: [...notes], view })
  const app = render(element(), { exitOnCtrlC: false, patchConsole: false })
  const redraw = () => app.rerender(element())
  return {
    show: (next) => {
      view = next
      redraw()
    },
    note: (text) => {
      notes.push(text)
      if (notes.length > keptNotes) notes.shift()
      redraw()
    },
    close: () => app.unmount(),
  }
}

function Screen({
  banner,
  notes,
  view,
}: {
  banner: Banner
  notes: readonly string[]
  view: NetworkView | undefined
}): ReactNode {
  const labelWidth = Math.max(...banner.lines.map(({ label }) => label.length)) + 2
  return h(
    Box,
    { flexDirection: 'column' },
    h(Text, { bold: true }, 'Millrace: a network for live video, on this machine (ctrl-c stops it)'),
    ...banner.lines.map(({ label, value }) =>
      h(
        Box,
        { key: label },
        h(Box, { width: labelWidth }, h(Text, { dimColor: true }, label)),
        h(Text, { color: 'cyan' }, value),
      ),
    ),
    h(Text, null, ' '),
    view ? h(Text, null, summaryLine(view)) : h(Text, { dimColor: true }, 'waiting for the first figures …'),
    ...(view
      ? [
          h(TableView, { key: 'streams', table: streamTable(view) }),
          h(TableView, { key: 'orchestrators', table: orchestratorTable(view) }),
        ]
      : []),
    ...notes.map((text, at) => h(Text, { key: `${at} ${text}`, dimColor: true }, text)),
  )
}

function TableView({ table }: { table: Table }): ReactNode {
  const [head = '', ...rows] = tableLines(table)
  return h(
    Box,
    { flexDirection: 'column', marginTop: 1 },
    h(Text, { bold: true, wrap: 'truncate' }, head),
    ...rows.map((row, at) => h(Text, { key: `${at}`, wrap: 'truncate' }, row)),
  )
}

const plainEveryMs = 10_000

function plainView(banner: Banner): LiveView {
  let printedAt = 0
  for (const { label, value } of banner.lines) process.stdout.write(`${label}: ${value}\n`)
  return {
    show: (view) => {
      if (Date.now() - printedAt < plainEveryMs) return
      printedAt = Date.now()
      const lines = [
        summaryLine(view),
        ...tableLines(streamTable(view)),
        ...tableLines(orchestratorTable(view)),
        '',
      ]
      process.stdout.write(`${lines.join('\n')}\n`)
    },
    note: (text) => process.stdout.write(`${text}\n`),
    close: () => undefined,
  }
}
