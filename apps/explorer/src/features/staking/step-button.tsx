import type { ComponentProps } from 'react'
import { Button } from '../../components/button.tsx'
import type { StepRequest } from '../../staking/step-form.ts'
import { text } from '../../text/text.ts'
import { useStepDialog } from './step-dialog-context.tsx'

interface StepButtonProps extends Omit<ComponentProps<typeof Button>, 'onClick'> {
  readonly request: StepRequest
  /** What it is done to, for who cannot see where the button stands. */
  readonly of?: string
  /** What it is called here; the step's own name if left out. */
  readonly label?: string | undefined
}

/** Opens the dialog of a step. */
export function StepButton({ request, of, label, ...props }: StepButtonProps) {
  const open = useStepDialog()
  const name = label ?? text.staking.steps[request.kind]
  return (
    <Button
      data-testid={`${request.kind}-button`}
      aria-label={of === undefined ? undefined : `${name}: ${of}`}
      aria-haspopup="dialog"
      onClick={() => open(request)}
      {...props}
    >
      {name}
    </Button>
  )
}
