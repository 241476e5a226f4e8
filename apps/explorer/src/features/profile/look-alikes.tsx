import { AccountLink } from '../../components/account-link.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { text } from '../../text/text.ts'

/** Other accounts that the reader may take for this one. */
export function LookAlikes({ profile: { lookAlikes } }: { profile: Profile }) {
  if (lookAlikes.length === 0) return null
  return (
    <div role="note" className="rounded-lg bg-warn/10 px-3 py-2" data-testid="look-alikes">
      <p className="text-warn">{text.identity.lookAlikes}</p>
      <ul className="mt-1 grid gap-1">
        {lookAlikes.map(({ address }) => (
          <li key={address}>
            <AccountLink address={address} />
          </li>
        ))}
      </ul>
    </div>
  )
}
