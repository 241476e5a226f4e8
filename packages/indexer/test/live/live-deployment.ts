import { protocolAddresses } from '@millrace/abi'
import { deployAt, type Protocol, protocolOn, startTestChain, testOptions } from '@millrace/chain/testing'
import { firstL1Block } from './block-numbers.ts'

const addresses = protocolAddresses[42_161]

/**
 * The protocol at the addresses of the live deployment, on a chain whose blocks are numbered as L1's are. As there, no
 * faucet and no second registry are made, and the Controller is not told of the PollCreator.
 */
export async function startLiveDeployment(): Promise<Protocol> {
  const node = await startTestChain({
    flags: ['--chain-id', '42161', '--number', String(firstL1Block)],
  })
  const options = { ...testOptions(), hasGovernor: true }
  try {
    await deployAt(node.rpcUrl, { ...options, addresses, unregistered: ['PollCreator'] })
    return await protocolOn(node, { controller: addresses.controller, blockNumberSource: 'own' })
  } catch (error) {
    await node[Symbol.asyncDispose]()
    throw error
  }
}
