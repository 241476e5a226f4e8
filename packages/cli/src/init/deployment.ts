import { type Chain, ControllerMissingError, connectChain } from '@millrace/chain'
import { BaseError, createLogger } from '@millrace/common'
import type { Address } from 'viem'
import { matches, type Questions } from './questions.ts'

/** Which chain and deployment the node works on, as settings say it. */
export interface Deployment {
  readonly chain: Chain
  readonly rpcUrl: string
  /** Undefined where the chain has a public deployment. */
  readonly controller: Address | undefined
}

/** Asks until an endpoint answers and has a deployment. */
export async function askDeployment(questions: Questions): Promise<Deployment> {
  for (;;) {
    const rpcUrl = await questions.text('URL of the chain’s JSON-RPC', {
      initial: 'https://arb1.arbitrum.io/rpc',
      check: matches(/^https?:\/\/\S+$/, 'It must be an http(s) URL.'),
    })
    try {
      return await connect(questions, rpcUrl)
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      questions.say(`  ${error.message}`)
    }
  }
}

async function connect(questions: Questions, rpcUrl: string): Promise<Deployment> {
  const log = createLogger({ name: 'init', level: 'fatal' })
  const open = async (controller?: Address): Promise<Deployment> => {
    const chain = await connectChain({ rpcUrls: [rpcUrl], controller, attempts: 2 }, { log })
    const { number, isInitialized } = await chain.rounds.current()
    questions.say(`  Chain ${chain.chainId}, round ${number}${isInitialized ? '' : ' (not started yet)'}.`)
    return { chain, rpcUrl, controller }
  }
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof ControllerMissingError)) throw error
  }
  const controller = await questions.text('No public deployment is known there. Address of its Controller', {
    check: matches(/^0x[0-9a-fA-F]{40}$/, 'It must be an address: 0x and 40 hexadecimal digits.'),
  })
  return open(controller as Address)
}
