import * as Dialog from '@radix-ui/react-dialog'
import type { Address } from 'viem'
import { AddressText } from '../../components/address.tsx'
import { Button } from '../../components/button.tsx'
import { useDirectory } from '../../network/use-directory.ts'
import { useAccount } from '../account/account-context.tsx'
import { AccountPicker } from '../account/account-picker.tsx'
import type { Election } from '../orchestrators/election.ts'
import { BondForm } from './bond-form.tsx'

interface BondDialogProps {
  readonly orchestrator: Address
  readonly election: Election
  readonly onClose: () => void
}

/** Bonding in a dialog: choose an account, an amount, and see what comes of it. */
export default function BondDialog({ orchestrator, election, onClose }: BondDialogProps) {
  const { chosen } = useAccount()
  const find = useDirectory()
  const { color, region } = find(orchestrator)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-10 bg-black/50" />
        <Dialog.Content
          data-testid="bond-dialog"
          className="fixed top-1/2 left-1/2 z-20 max-h-[90dvh] w-[min(30rem,calc(100vw-2rem))] -translate-1/2 overflow-y-auto rounded-2xl border border-line bg-card p-5 text-left shadow-xl"
        >
          <Dialog.Title className="text-lg font-semibold tracking-tight">Bond stake</Dialog.Title>
          <Dialog.Description className="mt-1 text-soft">
            Stake behind an orchestrator helps to elect it and earns a share of its fees and rewards. It takes
            effect in the next round.
          </Dialog.Description>
          <p className="my-4 flex flex-wrap items-center gap-x-2 rounded-lg bg-sunken px-3 py-2">
            <span className="text-soft">To</span> <AddressText address={orchestrator} color={color} />
            {region !== undefined && <span className="text-soft">{region}</span>}
          </p>
          <AccountPicker label="From" />
          {chosen && (
            <BondForm key={chosen.address} signer={chosen} orchestrator={orchestrator} election={election} />
          )}
          <div className="mt-4 flex justify-end">
            <Dialog.Close asChild>
              <Button>Close</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
