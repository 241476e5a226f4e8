import { shortAddress } from '@millrace/common/units'
import { useProfile } from '../identity/use-profile.ts'
import { Avatar } from './avatar.tsx'
import { LookAlikeMark } from './look-alike-mark.tsx'

/** Who an account says that it is, and always its address: short, with the whole of it on hover. */
export function AddressText({ address, color }: { address: string; color?: string | undefined }) {
  return (
    <span
      className="inline-flex max-w-full items-center gap-2 align-bottom whitespace-nowrap"
      title={address}
    >
      <Avatar address={address} color={color} size={20} />
      <AccountName address={address} />
      <span className="font-mono text-[0.8125rem]">{shortAddress(address)}</span>
    </span>
  )
}

/** A name proves nothing: one that looks like another account's says so. */
function AccountName({ address }: { address: string }) {
  const profile = useProfile(address)
  if (!profile || profile.name === null) return null
  return (
    <>
      <bdi className="max-w-40 truncate font-medium" data-testid="account-name">
        {profile.name}
      </bdi>
      {profile.lookAlikes.length > 0 && <LookAlikeMark />}
    </>
  )
}
