import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { sentenceOf } from '../../format/errors.ts'
import { useNetwork } from '../../network/network-context.tsx'
import type { SigningAccount } from './accounts.ts'

interface AccountChoice {
  /** Undefined until the test accounts are there. */
  readonly accounts: readonly SigningAccount[] | undefined
  readonly chosen: SigningAccount | undefined
  readonly choose: (address: string) => void
  /** Asks the browser's wallet for its account and chooses that. */
  readonly connect: () => Promise<void>
  /** Why there is no account from the wallet. */
  readonly problem: string | undefined
}

const AccountContext = createContext<AccountChoice | undefined>(undefined)

/** The account with which the reader acts. Only below {@link AccountProvider}. */
export function useAccount(): AccountChoice {
  const choice = useContext(AccountContext)
  if (!choice) throw new Error('useAccount is used outside of AccountProvider.')
  return choice
}

/** What signs is loaded after the page is there: nothing on the first screen needs it. */
const loadAccounts = () => import('./accounts.ts')

export function AccountProvider({ children }: { children: ReactNode }) {
  const { config } = useNetwork()
  const [accounts, setAccounts] = useState<readonly SigningAccount[]>()
  const [address, setAddress] = useState<string>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    let isGone = false
    loadAccounts().then(
      ({ testAccounts }) => !isGone && setAccounts(testAccounts(config)),
      (error: unknown) => !isGone && setProblem(sentenceOf(error)),
    )
    return () => {
      isGone = true
    }
  }, [config])
  const connect = async () => {
    setProblem(undefined)
    try {
      const { injectedAccount } = await loadAccounts()
      const account = await injectedAccount(config)
      setAccounts((before = []) => [...before.filter(({ address }) => address !== account.address), account])
      setAddress(account.address)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }
  const chosen = accounts?.find((account) => account.address === address) ?? accounts?.[0]
  return (
    <AccountContext value={{ accounts, chosen, choose: setAddress, connect, problem }}>
      {children}
    </AccountContext>
  )
}
