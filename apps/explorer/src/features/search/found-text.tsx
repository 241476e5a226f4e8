import { Avatar } from '../../components/avatar.tsx'
import { type Found, foundText, kindsText } from './hits.ts'

/** One thing that was found: an account with its name and the whole of its address. */
export function FoundText({ hit }: { hit: Found }) {
  return (
    <span className="flex items-center gap-3">
      <Avatar address={hit.id} size={28} />
      <span className="min-w-0">
        {hit.name !== undefined && <bdi className="block truncate font-medium">{hit.name}</bdi>}
        <span className="block truncate font-mono text-[0.8125rem]">{foundText(hit)}</span>
        <span className="block text-xs text-soft">{kindsText(hit)}</span>
      </span>
    </span>
  )
}
