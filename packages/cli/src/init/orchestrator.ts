import { parsePercent, parseTokenAmount } from '@millrace/chain/operations'
import { formatEther } from '@millrace/common'
import type { ChainSteps } from './chain-steps.ts'
import type { SetupContext } from './context.ts'
import { askPorts, tryTranscoding } from './machine.ts'
import { matches, parses, type Questions } from './questions.ts'

/** What only an orchestrator is asked. @returns its settings */
export async function askOrchestrator(questions: Questions): Promise<Readonly<Record<string, unknown>>> {
  const transcodes = await tryTranscoding(questions)
  if (!transcodes) questions.say('  It can still work with transcoders on other machines: docs/running.md.')
  const ports = await askPorts(questions, [
    { setting: 'port', what: 'gateways', initial: 8935 },
    { setting: 'operatorPort', what: 'the operator API', initial: 7935 },
  ])
  const serviceUri = await askServiceUri(questions, ports.port ?? 8935)
  const wei = await questions.text('Price of a pixel in wei', {
    initial: '1000',
    check: matches(/^[1-9]\d{0,30}$/, 'It must be a whole number above 0.'),
  })
  return { ...ports, serviceUri, pricePerPixel: { wei } }
}

/** Nothing is offered: a machine cannot know its name in the world, and what is wrong would be paid for on chain. */
export async function askServiceUri(questions: Questions, port: number): Promise<string> {
  const { isLocalUri } = await import('@millrace/node/orchestrator/check')
  const problem = 'It must be https://HOST:PORT.'
  const isUri = matches(/^https?:\/\/[^\s/]+(:\d+)?$/, problem)
  const uri = await questions.text(
    `Where gateways reach this node, such as https://node.example.org:${port}`,
    { check: (text) => (URL.canParse(text) ? isUri(text) : problem) },
  )
  if (isLocalUri(uri))
    questions.say(
      `  Only this machine or its own network reaches ${new URL(uri).host}; gateways elsewhere need another URI.`,
    )
  return uri
}

/** Offers to bond, and to tell the chain cuts and service URI. @returns settings that follow */
export async function offerRegistration(
  { questions, steps, ...context }: SetupContext & { readonly steps: ChainSteps },
  settings: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { chain, address, tokenWei, symbol } = context
  const { isRegistered } = await chain.staking.orchestrator(address)
  if (isRegistered) questions.say('  The account is registered as an orchestrator already.')
  else if (!(await bondFirst({ questions, steps, address, tokenWei, symbol }))) return {}
  const check = parses(parsePercent)
  const rewardCut = await questions.text('Part of rewards that you keep', { initial: '10%', check })
  const feeShare = await questions.text('Part of fees that your delegators get', { initial: '50%', check })
  const [rewardCutPpm, feeSharePpm] = [parsePercent(rewardCut), parsePercent(feeShare)]
  await steps.offer('set-cuts', {
    rewardCutPpm: rewardCutPpm.toString(),
    feeSharePpm: feeSharePpm.toString(),
  })
  await steps.offer('set-service-uri', { uri: String(settings.serviceUri) })
  return { rewardCutPercent: Number(rewardCutPpm) / 10_000, feeSharePercent: Number(feeSharePpm) / 10_000 }
}

async function bondFirst(options: {
  readonly questions: Questions
  readonly steps: ChainSteps
  readonly address: string
  readonly tokenWei: bigint
  readonly symbol: string
}): Promise<boolean> {
  const { questions, steps, address, tokenWei, symbol } = options
  if (tokenWei === 0n) {
    questions.say(`  It takes ${symbol} to register. Send some to ${address}, then: millrace stake bond`)
    return false
  }
  if (!(await questions.agree(`Register as an orchestrator by bonding ${symbol} to itself?`, true)))
    return false
  const amount = await questions.text('How much', {
    initial: `${formatEther(tokenWei)} ${symbol}`,
    check: parses((text) => parseTokenAmount(text, { symbol })),
  })
  return steps.offer('bond', { amountWei: parseTokenAmount(amount, { symbol }).toString(), to: address })
}
