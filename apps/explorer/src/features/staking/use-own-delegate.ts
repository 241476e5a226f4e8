import { zeroAddress } from 'viem'
import { useAnswer } from '../../api/use-answer.ts'
import { useWallets } from '../../wallet/wallet-context.tsx'

/** Whom the reader's account delegates to, in lower case; undefined while it is not known, and if it is nobody. */
export function useOwnDelegate(): string | undefined {
  const { wallet } = useWallets()
  const { data } = useAnswer(
    '/v1/delegators/{address}',
    { path: { address: wallet?.address.toLowerCase() ?? zeroAddress } },
    { enabled: wallet !== undefined },
  )
  return data?.delegator.delegate ?? undefined
}
