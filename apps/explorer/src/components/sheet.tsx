import * as Dialog from '@radix-ui/react-dialog'
import type { ReactNode } from 'react'
import { text } from '../text/text.ts'
import { Button } from './button.tsx'

interface SheetProps {
  readonly title: string
  readonly about: string
  readonly onClose: () => void
  readonly testId?: string
  readonly children: ReactNode
}

/** A dialog in the middle of a wide window; on a phone a drawer from below, in reach of a thumb. */
export function Sheet({ title, about, onClose, testId, children }: SheetProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/50" />
        <Dialog.Content
          data-testid={testId}
          className="fixed inset-x-0 bottom-0 z-30 max-h-[92dvh] overflow-y-auto rounded-t-2xl border border-line bg-card p-5 text-left shadow-xl sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[min(32rem,calc(100vw-2rem))] sm:-translate-1/2 sm:rounded-2xl"
        >
          <Dialog.Title className="text-lg font-semibold tracking-tight">{title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-soft">{about}</Dialog.Description>
          {children}
          <div className="mt-4 flex justify-end">
            <Dialog.Close asChild>
              <Button>{text.wallet.close}</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
