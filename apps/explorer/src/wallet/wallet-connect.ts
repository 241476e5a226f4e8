import { SignClient } from '@walletconnect/sign-client'
import type { Provider } from './provider-wallet.ts'

interface WalletConnectOptions {
  readonly projectId: string
  readonly chainId: number
  /** Called with the address that a phone's wallet reads from a QR code. */
  readonly onPairing: (uri: string) => void
  /** Takes up the session of an earlier visit, if there is one, and asks nobody. */
  readonly isSilent: boolean
}

const methods = ['eth_sendTransaction', 'eth_signTypedData_v4', 'wallet_switchEthereumChain']
const events = ['accountsChanged', 'chainChanged']

/**
 * A session with a wallet on a phone, as an EIP-1193 provider. The relay between them is WalletConnect's.
 * @returns undefined when there is no session to take up.
 */
export async function walletConnectProvider({
  projectId,
  chainId,
  onPairing,
  isSilent,
}: WalletConnectOptions): Promise<(Provider & { close(): Promise<void> }) | undefined> {
  const { origin } = window.location
  const metadata = { name: document.title, description: document.title, url: origin, icons: [] }
  const client = await SignClient.init({ projectId, metadata })
  const caip = `eip155:${chainId}`
  const last = client.session.getAll().find(({ namespaces }) => namespaces.eip155)
  const session = last ?? (isSilent ? undefined : await pair())
  if (!session) return undefined
  const { topic, namespaces } = session

  async function pair() {
    const { uri, approval } = await client.connect({
      optionalNamespaces: { eip155: { chains: [caip], methods, events } },
    })
    if (uri !== undefined) onPairing(uri)
    return approval()
  }

  // Accounts of a session are named with their chain: eip155:42161:0x….
  const accounts = (namespaces.eip155?.accounts ?? []).map((account) => account.split(':').slice(1))
  const own = accounts.filter(([chain]) => chain === String(chainId))
  return {
    async request({ method, params = [] }) {
      if (method === 'eth_accounts' || method === 'eth_requestAccounts')
        return (own.length > 0 ? own : accounts).map(([, address]) => address)
      if (method === 'eth_chainId') return own.length > 0 ? chainId : Number(accounts[0]?.[0] ?? 0)
      return client.request({ topic, chainId: caip, request: { method, params } })
    },
    on(event, listener) {
      if (event === 'disconnect') client.on('session_delete', listener as () => void)
    },
    removeListener(event, listener) {
      if (event === 'disconnect') client.off('session_delete', listener as () => void)
    },
    close: () => client.disconnect({ topic, reason: { code: 6000, message: 'Disconnected by its user.' } }),
  }
}
