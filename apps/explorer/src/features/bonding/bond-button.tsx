import { useState } from 'react'
import type { Address } from 'viem'
import { Button } from '../../components/button.tsx'
import type { Election } from '../orchestrators/election.ts'
import { BondDialog } from './bond-dialog.tsx'

/** Opens the dialog that bonds stake to an orchestrator. */
export function BondButton({ orchestrator, election }: { orchestrator: Address; election: Election }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button data-testid="bond-button" onClick={() => setOpen(true)}>
        Bond
      </Button>
      {isOpen && (
        <BondDialog orchestrator={orchestrator} election={election} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
