import type { Address } from 'viem'
import { AddressText } from '../../components/address.tsx'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { unlinkCall } from '../../identity/registry-calls.ts'
import { isSame } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { useRun } from '../../transactions/use-run.ts'
import { WalletChoice } from '../../wallet/wallet-choice.tsx'
import { useWallets } from '../../wallet/wallet-context.tsx'
import { LinkForm } from './link-form.tsx'
import { RunLine } from './run-line.tsx'

const said = text.identity.links

interface LinkDialogProps {
  readonly profile: Profile
  readonly registry: Address
  readonly onClose: () => void
}

/** Which accounts belong together. It stays while its reader goes from one wallet to the other. */
export default function LinkDialog({ profile, registry, onClose }: LinkDialogProps) {
  const { address, main, linked } = profile
  const canLink = main === null
  return (
    <Sheet title={said.title} about={said.about} onClose={onClose} testId="link-accounts">
      <WalletChoice label={said.signer} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {main !== null && <Linked {...{ registry, account: address, linked: address, other: main }} />}
        {linked.map((other) => (
          <Linked key={other} {...{ registry, account: address, linked: other, other }} />
        ))}
        {canLink && <LinkForm {...{ profile, registry }} />}
      </div>
    </Sheet>
  )
}

interface LinkedProps {
  readonly registry: Address
  readonly account: string
  /** The one that belongs to the other. */
  readonly linked: string
  readonly other: string
}

/** A link, which either of the two accounts can end. */
function Linked({ registry, account, linked, other }: LinkedProps) {
  const { wallet } = useWallets()
  const { progress, isRunning, run } = useRun(wallet)
  const isParty = isSame(wallet?.address, account) || isSame(wallet?.address, other)
  return (
    <div className="grid gap-1" data-testid="linked-account">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <AddressText address={other} />
        <Button
          disabled={!isParty || isRunning}
          title={isParty ? undefined : said.notParty}
          aria-label={said.endOf(other)}
          onClick={() => void run([unlinkCall(registry, linked as Address)], () => said.end)}
        >
          {said.end}
        </Button>
      </div>
      <RunLine progress={progress} />
    </div>
  )
}
