import { zeroAddress } from 'viem'
import { useAnswer } from '../../api/use-answer.ts'
import { useWallets } from '../../wallet/wallet-context.tsx'

/** Whom the reader's account delegates to, in lower case; undefined while it is not known, and if it is nobody. */
export function useOwnDelegate(): string | undefined {
  const { wallet } = useWallets()
  // As a list: whoever never bonded is not in it, which is no error.
  const { data } = useAnswer(
    '/v1/delegators',
    { query: { address: wallet?.address.toLowerCase() ?? zeroAddress } },
    { enabled: wallet !== undefined },
  )
  return data?.items[0]?.delegate ?? undefined
}
