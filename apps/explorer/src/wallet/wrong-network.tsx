import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { sentenceOf } from '../format/errors.ts'
import { useNetwork } from '../network/network-context.tsx'
import { text } from '../text/text.ts'
import { isRejection, type Wallet } from './wallet.ts'

/** Says that the wallet is on another network, and offers to change that. */
export function WrongNetwork({ wallet }: { wallet: Wallet }) {
  const { config } = useNetwork()
  const [problem, setProblem] = useState<string>()
  const change = async () => {
    setProblem(undefined)
    try {
      await wallet.switchChain()
    } catch (error) {
      setProblem(isRejection(error) ? text.wallet.rejected : sentenceOf(error))
    }
  }
  return (
    <div role="status" data-testid="wrong-network" className="mt-3 rounded-lg bg-warn/10 p-3 text-warn">
      <p>{text.wallet.wrongNetwork(config.networkName)}</p>
      <Button className="mt-2" onClick={() => void change()}>
        {text.wallet.switch}
      </Button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </div>
  )
}
