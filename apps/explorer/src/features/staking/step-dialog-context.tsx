import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react'
import type { StepRequest } from '../../staking/step-form.ts'

/** Comes when it is opened: a page is quicker without what signs and sends. */
const StepDialog = lazy(() => import('./step-dialog.tsx'))

const StepDialogContext = createContext<(request: StepRequest) => void>(() => undefined)

/** Opens the dialog of a step. */
export function useStepDialog(): (request: StepRequest) => void {
  return useContext(StepDialogContext)
}

/**
 * Holds the one dialog of steps that is open. It stays when the button that opened it goes, as that of a lock does once
 * its stake is withdrawn: whoever signed is still to read how it ended.
 */
export function StepDialogProvider({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<StepRequest>()
  return (
    <StepDialogContext value={setRequest}>
      {children}
      {request && (
        <Suspense>
          <StepDialog request={request} onClose={() => setRequest(undefined)} />
        </Suspense>
      )}
    </StepDialogContext>
  )
}
