import {
  bondingManagerAbi,
  controllerAbi,
  identityRegistryAbi,
  type ProtocolAddresses,
  roundsManagerAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'
import { startProtocol } from '@millrace/chain/testing'
import { type Abi, type Address, encodeFunctionData, numberToHex, zeroAddress } from 'viem'
import { z } from 'zod'

export const wholeToken = 10n ** 18n

const abis = {
  bondingManager: bondingManagerAbi,
  controller: controllerAbi,
  identityRegistry: identityRegistryAbi,
  roundsManager: roundsManagerAbi,
  ticketBroker: ticketBrokerAbi,
  token: tokenAbi,
} as const satisfies Partial<Record<keyof ProtocolAddresses, Abi>>

const receiptSchema = z.object({ status: z.string(), gasUsed: z.string() })

/** A call of one of the protocol's contracts. */
interface Call {
  readonly contract: keyof typeof abis
  readonly functionName: string
  readonly args?: readonly unknown[]
  readonly valueWei?: bigint
}

/** A deployed protocol on which anyone's transactions can be sent, and their gas read off. */
export interface GasNetwork extends AsyncDisposable {
  readonly chainId: number
  readonly addresses: Readonly<Record<keyof typeof abis, Address>>
  /** Owner of the Controller. */
  readonly owner: Address
  /** Sends a transaction and waits for its receipt. @returns gas used */
  send(from: Address, call: Call): Promise<number>
  read(call: Call): Promise<unknown>
  mine(blocks: number): Promise<void>
}

/** While the pool is filled: more blocks than that takes transactions. */
const firstRoundLengthBlocks = 1_000n

/** Blocks mined by one request: anvil takes some 10 ms for each on a busy machine. */
const blocksPerRequest = 200

/** Starts a protocol whose active set has the live one's size. */
export async function startGasNetwork(): Promise<GasNetwork> {
  const protocol = await startProtocol({
    roundLengthBlocks: firstRoundLengthBlocks,
    numActiveOrchestrators: 100n,
    treasuryRewardCutRate: 0n,
  })
  const { identityRegistry = zeroAddress, ...others } = protocol.chain.addresses
  const addresses = { ...others, identityRegistry }
  const funded = new Set<Address>()
  await protocol.raw('anvil_autoImpersonateAccount', [true])
  const read = ({ contract, functionName, args = [] }: Call) =>
    protocol.chain.client.readContract({
      address: addresses[contract],
      abi: abis[contract] as Abi,
      functionName,
      args,
    })

  return {
    chainId: protocol.chain.chainId,
    addresses,
    owner: (await read({ contract: 'controller', functionName: 'owner' })) as Address,
    async send(from, { contract, functionName, args = [], valueWei = 0n }) {
      const data = encodeFunctionData({ abi: abis[contract] as Abi, functionName, args })
      if (!funded.has(from)) await protocol.raw('anvil_setBalance', [from, numberToHex(1_000n * wholeToken)])
      funded.add(from)
      const transaction = {
        from,
        to: addresses[contract],
        data,
        value: numberToHex(valueWei),
        gas: '0x1312d00',
      }
      const receipt = receiptSchema.parse(await protocol.raw('eth_sendTransactionSync', [transaction]))
      if (receipt.status !== '0x1') {
        await protocol.raw('eth_call', [transaction, 'latest'])
        throw new Error(`${functionName} reverted.`)
      }
      return Number(receipt.gasUsed)
    },
    read,
    async mine(blocks) {
      for (let left = blocks; left > 0; left -= blocksPerRequest) {
        await protocol.mine(Math.min(left, blocksPerRequest))
      }
    },
    [Symbol.asyncDispose]: () => protocol[Symbol.asyncDispose](),
  }
}
