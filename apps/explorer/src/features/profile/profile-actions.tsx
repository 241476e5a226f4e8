import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { useIdentityRegistry } from '../../identity/use-registry.ts'
import { isSame } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { useWallets } from '../../wallet/wallet-context.tsx'

const EditDialog = lazy(() => import('./edit-dialog.tsx'))
const LinkDialog = lazy(() => import('./link-dialog.tsx'))

/** Whoever owns an account says who that is; with a wallet here, or with a key that is somewhere else. */
export function ProfileActions({ profile }: { profile: Profile }) {
  const registry = useIdentityRegistry()
  const { wallet } = useWallets()
  const [open, setOpen] = useState<'edit' | 'link'>()
  const { edit, links, isOurs } = text.identity
  if (registry === undefined) return null
  const isOwn = isSame(wallet?.address, profile.address)
  const props = { profile, registry, onClose: () => setOpen(undefined) }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {!isOwn && <span className="text-soft">{isOurs}</span>}
      <Button aria-haspopup="dialog" onClick={() => setOpen('edit')}>
        {edit.title}
      </Button>
      <Button aria-haspopup="dialog" onClick={() => setOpen('link')}>
        {links.title}
      </Button>
      <Suspense>
        {open === 'edit' && <EditDialog {...props} />}
        {open === 'link' && <LinkDialog {...props} />}
      </Suspense>
    </div>
  )
}
