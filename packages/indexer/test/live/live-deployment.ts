import { controllerAbi, protocolAddresses, roundsManagerAbi } from '@millrace/abi'
import {
  deployAt,
  ether,
  type Protocol,
  protocolOn,
  startTestChain,
  testOptions,
} from '@millrace/chain/testing'
import { type Abi, concat, encodeFunctionData, type Hex, keccak256, stringToBytes, toHex } from 'viem'
import { firstL1Block } from './block-numbers.ts'

const addresses = protocolAddresses[42_161]
const dataCache: Hex = '0x00000000000000000000000000000000000000dc'
/** Tokens that are still on L1, which inflation counts too. */
export const tokensOnL1 = 4_000_000n * ether

/**
 * The protocol at the addresses of the live deployment, on a chain whose blocks are numbered as L1's are. As there, no
 * faucet and no second registry are made, the Controller is not told of the PollCreator, and a part of the tokens is on
 * L1. The length of rounds was changed once.
 */
export async function startLiveDeployment(): Promise<Protocol> {
  const node = await startTestChain({ flags: ['--chain-id', '42161', '--number', String(firstL1Block)] })
  try {
    const options = { ...testOptions({ roundLengthBlocks: 50n }), hasGovernor: true }
    await deployAt(node.rpcUrl, { ...options, addresses, unregistered: ['PollCreator'] })
    const protocol = await protocolOn(node, {
      controller: addresses.controller,
      blockNumberSource: 'own',
    })
    await protocol.raw('anvil_setCode', [dataCache, answering(tokensOnL1)])
    await asOwner(protocol, addresses.controller, controllerAbi, 'setContractInfo', [
      ...[keccak256(stringToBytes('L2LPTDataCache')), dataCache],
      `0x${'00'.repeat(20)}`,
    ])
    await protocol.mine(70)
    await asOwner(protocol, addresses.roundsManager, roundsManagerAbi, 'setRoundLength', [60n])
    return protocol
  } catch (error) {
    await node[Symbol.asyncDispose]()
    throw error
  }
}

/** Code that answers every call with one number: PUSH32 number, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN. */
function answering(value: bigint): Hex {
  return concat(['0x7f', toHex(value, { size: 32 }), '0x5f5260205ff3'])
}

async function asOwner(
  protocol: Protocol,
  ...[to, abi, functionName, args]: readonly [Hex, Abi, string, readonly unknown[]]
): Promise<void> {
  const data = encodeFunctionData({ abi, functionName, args })
  const from = addresses.governor
  await protocol.raw('anvil_setBalance', [from, toHex(ether)])
  await protocol.raw('anvil_impersonateAccount', [from])
  await protocol.send({ from, to, data })
  await protocol.raw('anvil_stopImpersonatingAccount', [from])
}
