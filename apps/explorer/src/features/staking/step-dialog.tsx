import { AddressText } from '../../components/address.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useDirectory } from '../../network/use-directory.ts'
import type { StepRequest } from '../../staking/step-form.ts'
import { text } from '../../text/text.ts'
import { WalletChoice } from '../../wallet/wallet-choice.tsx'
import { useWallets } from '../../wallet/wallet-context.tsx'
import { DelegateOutlook } from './delegate-outlook.tsx'
import { StepForm } from './step-form.tsx'

/** Steps by which stake comes to stand behind somebody. */
const choosing: readonly StepRequest['kind'][] = ['bond', 'move', 'rebond']

interface StepDialogProps {
  readonly request: StepRequest
  readonly onClose: () => void
}

/** A step of staking: who acts, what they fill in, what comes of it, and how far it is. */
export default function StepDialog({ request, onClose }: StepDialogProps) {
  const { wallet } = useWallets()
  const find = useDirectory()
  const { kind, to } = request
  return (
    <Sheet
      title={text.staking.steps[kind]}
      about={text.staking.about[kind]}
      onClose={onClose}
      testId="bond-dialog"
    >
      {to !== undefined && (
        <p className="my-3 flex flex-wrap items-center gap-x-2 rounded-lg bg-sunken px-3 py-2">
          <span className="text-soft">{text.staking.to}</span>{' '}
          <AddressText address={to} color={find(to).color} />
        </p>
      )}
      {to !== undefined && choosing.includes(kind) && <DelegateOutlook address={to} />}
      <WalletChoice label={text.staking.from} />
      {wallet && <StepForm key={wallet.address} {...{ wallet, request }} />}
    </Sheet>
  )
}
