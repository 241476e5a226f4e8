import * as Dialog from '@radix-ui/react-dialog'
import { useState } from 'react'
import type { Address } from 'viem'
import { AddressText } from '../../components/address.tsx'
import { Button } from '../../components/button.tsx'
import { useNetwork } from '../../network/network-context.tsx'
import { colorOf, useDirectory } from '../../network/use-directory.ts'
import type { Election } from '../orchestrators/election.ts'
import { injectedAccount, type SigningAccount, testAccounts } from './accounts.ts'
import { BondForm } from './bond-form.tsx'

interface BondDialogProps {
  readonly orchestrator: Address
  readonly election: Election
  readonly onClose: () => void
}

/** Bonding in a dialog: choose an account, an amount, and see what comes of it. */
export function BondDialog({ orchestrator, election, onClose }: BondDialogProps) {
  const { config } = useNetwork()
  const find = useDirectory()
  const [accounts, setAccounts] = useState<readonly SigningAccount[]>(() => testAccounts(config))
  const [chosen, setChosen] = useState(0)
  const [problem, setProblem] = useState<string>()
  const connect = async () => {
    setProblem(undefined)
    try {
      const account = await injectedAccount(config)
      setAccounts([...accounts, account])
      setChosen(accounts.length)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  const account = accounts[chosen]
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 bg-black/50" />
        <Dialog.Content
          data-testid="bond-dialog"
          className="fixed top-1/2 left-1/2 max-h-[90vh] w-[min(30rem,calc(100vw-2rem))] -translate-1/2 overflow-y-auto rounded-xl border border-line bg-card p-5 text-left shadow-xl"
        >
          <Dialog.Title className="text-lg font-semibold">Bond stake</Dialog.Title>
          <Dialog.Description className="mt-1 text-soft">
            Stake behind an orchestrator helps to elect it and earns a share of its fees and rewards. It
            counts from the next round on.
          </Dialog.Description>
          <p className="mt-3">
            To <AddressText address={orchestrator} color={colorOf(find(orchestrator))} />
          </p>
          <div className="mt-4 flex flex-wrap items-end gap-2">
            {accounts.length > 0 && (
              <label className="grow">
                <span className="text-soft">From</span>
                <select
                  data-testid="bond-account"
                  value={chosen}
                  onChange={(event) => setChosen(Number(event.target.value))}
                  className="mt-1 block w-full rounded-lg border border-line bg-card px-2 py-1.5"
                >
                  {accounts.map(({ name, address }, index) => (
                    <option key={address} value={index}>
                      {name} · {address}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <Button onClick={connect}>Connect a wallet</Button>
          </div>
          {problem !== undefined && (
            <p role="alert" className="mt-2 text-bad">
              {problem}
            </p>
          )}
          {account && (
            <BondForm
              key={account.address}
              signer={account}
              orchestrator={orchestrator}
              election={election}
            />
          )}
          <Dialog.Close asChild>
            <Button className="mt-4">Close</Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
