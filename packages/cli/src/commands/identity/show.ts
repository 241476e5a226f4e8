import { type Chain, readProfile } from '@millrace/chain'
import { showProfile } from '@millrace/common/identity'
import type { Command } from 'commander'
import { accountViewCommand } from '../account/account-view.ts'

export function showCommand(): Command {
  return accountViewCommand('show', 'Shows what an account says of itself, and what belongs to it.', look)
}

async function look(chain: Chain, account: `0x${string}`) {
  const own = await readProfile(chain, account)
  const { main } = own
  const isSilent = Object.keys(own.texts).length === 0
  const said = main !== undefined && isSilent ? (await readProfile(chain, main)).texts : own.texts
  const { name, description, website, picture, region, contacts } = showProfile(said)
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['name', name],
    ['website', website?.href],
    ['picture', picture?.href],
    ['region', region],
    ...contacts.map(({ label, text }) => [label, text] as const),
    ['about', description?.replaceAll('\n', ' / ')],
    ['belongs to', main],
    ...own.linked.map((linked) => ['has', linked] as const),
  ]
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(20)} ${text}`]))
  const isInherited = main !== undefined && isSilent && Object.keys(said).length > 0
  const note = isInherited
    ? `self-declared by ${main}, to which it belongs`
    : 'self-declared; see millrace identity verify'
  return {
    facts: { ...own, shown: { name, description, website, picture, region, contacts } },
    lines: [`${account} (${lines.length === 0 ? 'says nothing of itself' : note})`, ...lines],
  }
}
