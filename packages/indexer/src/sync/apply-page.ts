import { zeroAddress } from '@millrace/crypto'
import type { InferSelectModel } from 'drizzle-orm'
import type { Happening, Ledger } from '../ledger/ledger.ts'
import type { Projection } from '../projection/projection.ts'
import { protocolOf } from '../projection/scope.ts'
import type { undo } from '../schema/tables.ts'
import { endBlock } from '../store/ledger-store.ts'
import type { DecodedBlock, DecodedLog, Page } from './page.ts'

/** What a page's blocks made happen, beside what they did to the ledger. */
export interface AppliedPage {
  readonly images: readonly InferSelectModel<typeof undo>[]
  readonly happenings: readonly { readonly block: DecodedBlock['header']; readonly happening: Happening }[]
}

/** Applies the events of a page; with `keepsImages`, the rows as they were before each block are returned. */
export function applyPage(
  page: Page,
  { ledger, projection }: { readonly ledger: Ledger; readonly projection: Projection },
  { keepsImages }: { readonly keepsImages: boolean },
): AppliedPage {
  const images: InferSelectModel<typeof undo>[] = []
  const happenings: { block: DecodedBlock['header']; happening: Happening }[] = []
  for (const { header, logs } of page.blocks) {
    for (const log of logs) {
      appendEvent(ledger, log, page)
      projection.apply(log.event)
    }
    projection.endBlock()
    if (keepsImages) images.push(...endBlock(ledger, header.number))
    const { number, hash, parentHash, time } = header
    const isLast = number === page.range.to
    if (keepsImages || logs.length > 0 || isLast)
      ledger.appended.block.push({ number, hash, parentHash, time })
    for (const happening of ledger.happenings.splice(0)) happenings.push({ block: header, happening })
  }
  if (!keepsImages) endBlock(ledger, page.range.to)
  return { images, happenings }
}

function appendEvent(ledger: Ledger, { event, accounts }: DecodedLog, { watched }: Page): void {
  const { blockNumber, logIndex, txHash, contract, address, name, args } = event
  const { currentRound } = protocolOf(ledger)
  // The event that starts a round is the first of it.
  const round = name === 'NewRound' ? Number(args['round']) : currentRound
  ledger.appended.event.push({ blockNumber, logIndex, txHash, contract, address, name, round, args })
  for (const account of new Set(accounts)) {
    if (account !== zeroAddress && !watched.has(account))
      ledger.appended.eventAccount.push({ account, blockNumber, logIndex })
  }
}
