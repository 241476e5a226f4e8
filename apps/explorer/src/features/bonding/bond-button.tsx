import { lazy, Suspense, useState } from 'react'
import type { Address } from 'viem'
import { Button } from '../../components/button.tsx'
import type { Election } from '../orchestrators/election.ts'

/** Comes when it is opened: the page is quicker without what signs and sends. */
const BondDialog = lazy(() => import('./bond-dialog.tsx'))

/** Opens the dialog that bonds stake to an orchestrator. */
export function BondButton({ orchestrator, election }: { orchestrator: Address; election: Election }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        data-testid="bond-button"
        aria-label={`Bond to ${orchestrator}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        Bond
      </Button>
      {isOpen && (
        <Suspense>
          <BondDialog orchestrator={orchestrator} election={election} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
