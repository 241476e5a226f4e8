import { text } from '../text/text.ts'
import { PairingCode } from './pairing-code.tsx'
import type { WalletOffer } from './wallet.ts'
import { useWallets } from './wallet-context.tsx'

const said = text.wallet

/** The wallets that there are to choose from. */
export function WalletList() {
  const { wallet, offers, connect, connecting, pairingUri, problem } = useWallets()
  return (
    <>
      <ul className="my-3 grid gap-2">
        {offers.map((offer) => (
          <li key={offer.id}>
            <Offer
              offer={offer}
              isChosen={wallet?.id === offer.id}
              isConnecting={connecting === offer.id}
              onChoose={() => void connect(offer.id)}
            />
          </li>
        ))}
        {offers.length === 0 && <li className="text-soft">{said.none}</li>}
      </ul>
      {pairingUri !== undefined && <PairingCode uri={pairingUri} />}
      {problem !== undefined && (
        <p role="alert" data-testid="wallet-problem" className="my-3 text-bad">
          {problem === 'rejected' ? said.rejected : problem.sentence}
        </p>
      )}
    </>
  )
}

interface OfferProps {
  readonly offer: WalletOffer
  readonly isChosen: boolean
  readonly isConnecting: boolean
  readonly onChoose: () => void
}

function Offer({ offer: { id, name, kind, icon }, isChosen, isConnecting, onChoose }: OfferProps) {
  return (
    <button
      type="button"
      data-testid="wallet-offer"
      data-id={id}
      aria-pressed={isChosen}
      onClick={onChoose}
      className="flex min-h-11 w-full items-center gap-3 rounded-lg border border-line px-3 py-2 text-left hover:bg-sunken aria-pressed:border-brand"
    >
      {icon !== undefined && <img src={icon} alt="" className="size-6" />}
      <span className="font-medium">{name}</span>
      <span className="ml-auto text-soft">{isConnecting ? said.connecting : said.kinds[kind]}</span>
    </button>
  )
}
