import { shortAddress } from '@millrace/common/units'
import { text } from '../text/text.ts'
import { useWallets } from './wallet-context.tsx'
import { WalletList } from './wallet-list.tsx'

/** Who acts; where nobody does yet, the wallets that there are. */
export function WalletChoice({ label }: { label: string }) {
  const { wallet } = useWallets()
  if (!wallet) return <WalletList />
  return (
    <details className="my-3 rounded-lg bg-sunken px-3 py-2" data-testid="wallet-choice">
      <summary className="cursor-pointer">
        <span className="text-soft">{label}</span> <span className="font-medium">{wallet.name}</span>{' '}
        <span className="font-mono text-[0.8125rem]">{shortAddress(wallet.address)}</span>
        <span className="sr-only">. {text.wallet.title}</span>
      </summary>
      <WalletList />
    </details>
  )
}
