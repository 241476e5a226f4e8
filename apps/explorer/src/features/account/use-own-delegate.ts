import { zeroAddress } from 'viem'
import { useAnswer } from '../../api/use-answer.ts'
import { useAccount } from './account-context.tsx'

/** Whom the reader's account delegates to, in lower case; undefined while it is not known, and if it is nobody. */
export function useOwnDelegate(): string | undefined {
  const { chosen } = useAccount()
  const { data } = useAnswer(
    '/v1/delegators/{address}',
    { path: { address: chosen?.address.toLowerCase() ?? zeroAddress } },
    { enabled: chosen !== undefined },
  )
  return data?.delegator.delegate ?? undefined
}
