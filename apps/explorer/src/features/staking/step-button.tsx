import { type ComponentProps, lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { StepRequest } from '../../staking/step-form.ts'
import { text } from '../../text/text.ts'

/** Comes when it is opened: a page is quicker without what signs and sends. */
const StepDialog = lazy(() => import('./step-dialog.tsx'))

interface StepButtonProps extends Omit<ComponentProps<typeof Button>, 'onClick'> {
  readonly request: StepRequest
  /** What it is done to, for who cannot see where the button stands. */
  readonly of?: string
  /** What it is called here; the step's own name if left out. */
  readonly label?: string
}

/** Opens the dialog of a step. */
export function StepButton({ request, of, label, ...props }: StepButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const name = label ?? text.staking.steps[request.kind]
  return (
    <>
      <Button
        data-testid={`${request.kind}-button`}
        aria-label={of === undefined ? undefined : `${name}: ${of}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        {...props}
      >
        {name}
      </Button>
      {isOpen && (
        <Suspense>
          <StepDialog request={request} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
