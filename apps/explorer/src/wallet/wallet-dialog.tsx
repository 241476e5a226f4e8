import { Link } from '@tanstack/react-router'
import { Button } from '../components/button.tsx'
import { Sheet } from '../components/sheet.tsx'
import { text } from '../text/text.ts'
import { useWallets } from './wallet-context.tsx'
import { WalletList } from './wallet-list.tsx'

const said = text.wallet

/** The wallets that there are to choose from, and the one that is chosen. */
export default function WalletDialog({ onClose }: { onClose: () => void }) {
  const { wallet, disconnect } = useWallets()
  return (
    <Sheet title={said.title} about={said.about} onClose={onClose} testId="wallet-dialog">
      {wallet && (
        <div className="my-4 grid gap-3 rounded-lg bg-sunken p-3">
          <p className="font-mono text-[0.8125rem] break-all">{wallet.address}</p>
          <div className="flex flex-wrap gap-2">
            <Link
              to="/accounts/$address"
              params={{ address: wallet.address }}
              onClick={onClose}
              className="rounded-lg border border-line bg-card px-3 py-1.5 font-medium hover:bg-sunken"
            >
              {said.portfolio}
            </Link>
            <Button onClick={() => void disconnect()}>{said.disconnect}</Button>
          </div>
        </div>
      )}
      <WalletList />
    </Sheet>
  )
}
