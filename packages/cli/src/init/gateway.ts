import { parseEtherAmount } from '@millrace/chain/operations'
import { formatEther } from '@millrace/common'
import type { ChainSteps } from './chain-steps.ts'
import type { SetupContext } from './context.ts'
import { askPorts } from './machine.ts'
import { matches, parses, type Questions } from './questions.ts'

/**
 * Four winning tickets at the highest face value there can be, which is the whole reserve: a deposit of fewer than three
 * counts as low, and the first winner is not to make it so.
 */
const offeredFunds = { deposit: '0.12 ether', reserve: '0.03 ether' }

/** What only a gateway is asked. @returns its settings */
export async function askGateway(questions: Questions): Promise<Readonly<Record<string, unknown>>> {
  const ports = await askPorts(questions, [
    { setting: 'rtmpPort', what: 'encoders (RTMP)', initial: 1935 },
    { setting: 'httpPort', what: 'playback and HTTP push', initial: 9935 },
    { setting: 'operatorPort', what: 'the operator API', initial: 5935 },
  ])
  const wei = await questions.text('Most that a pixel may cost, in wei (nothing: any price)', {
    check: matches(/^([1-9]\d{0,30})?$/, 'It must be a whole number above 0.'),
  })
  const defaultStream = await questions.text('Name of the first stream', {
    initial: 'live',
    check: matches(/^[A-Za-z0-9][\w.-]{0,63}$/, 'It must be letters, digits and . _ - only.'),
  })
  return { ...ports, defaultStream, ...(wei !== '' && { maxPricePerPixel: { wei } }) }
}

/** Offers to put money behind tickets. */
export async function offerFunding({
  questions,
  steps,
  chain,
  address,
}: SetupContext & { readonly steps: ChainSteps }): Promise<void> {
  const { depositWei, reserveWei } = await chain.broker.senderInfo(address)
  questions.say(`  Deposit ${formatEther(depositWei)} ETH, reserve ${formatEther(reserveWei)} ETH.`)
  if (!(await questions.agree('Add to deposit and reserve, from which tickets are paid?', depositWei === 0n)))
    return
  const check = parses(parseEtherAmount)
  const deposit = await questions.text('Deposit', { initial: offeredFunds.deposit, check })
  const reserve = await questions.text('Reserve', { initial: offeredFunds.reserve, check })
  await steps.offer('fund', {
    depositWei: parseEtherAmount(deposit).toString(),
    reserveWei: parseEtherAmount(reserve).toString(),
  })
}
