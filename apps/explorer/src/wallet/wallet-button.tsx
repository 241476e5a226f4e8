import { shortAddress } from '@millrace/common/units'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../components/button.tsx'
import { text } from '../text/text.ts'
import { useWallets } from './wallet-context.tsx'

const WalletDialog = lazy(() => import('./wallet-dialog.tsx'))

/** Says who the reader acts as, and opens the choice. */
export function WalletButton() {
  const { wallet } = useWallets()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        data-testid="wallet-button"
        aria-haspopup="dialog"
        kind={wallet ? 'plain' : 'primary'}
        onClick={() => setOpen(true)}
      >
        {wallet ? (
          <>
            <span className="sr-only">{text.wallet.account} </span>
            {wallet.name} <span className="font-mono text-[0.8125rem]">{shortAddress(wallet.address)}</span>
          </>
        ) : (
          text.wallet.connect
        )}
      </Button>
      {isOpen && (
        <Suspense>
          <WalletDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
