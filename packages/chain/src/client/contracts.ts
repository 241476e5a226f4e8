import {
  bondingManagerAbi,
  controllerAbi,
  minterAbi,
  type ProtocolAddresses,
  roundsManagerAbi,
  serviceRegistryAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'

/** Where the contracts of one deployment are. Without a multicall, reads go as a JSON-RPC batch. */
export type ChainAddresses = Omit<ProtocolAddresses, 'multicall3'> &
  Partial<Pick<ProtocolAddresses, 'multicall3'>>

/** The ABI of each contract, by the name it has in `ChainAddresses`. */
const contractAbis = {
  controller: controllerAbi,
  token: tokenAbi,
  minter: minterAbi,
  bondingManager: bondingManagerAbi,
  ticketBroker: ticketBrokerAbi,
  roundsManager: roundsManagerAbi,
  serviceRegistry: serviceRegistryAbi,
} as const

export type ContractName = keyof typeof contractAbis

/** Address and ABI together, as viem's functions take them. */
export type Contracts = {
  readonly [Name in ContractName]: {
    readonly address: `0x${string}`
    readonly abi: (typeof contractAbis)[Name]
  }
}

export function contractsAt(addresses: ChainAddresses): Contracts {
  const at = <Name extends ContractName>(name: Name) => ({
    address: addresses[name],
    abi: contractAbis[name],
  })
  return {
    controller: at('controller'),
    token: at('token'),
    minter: at('minter'),
    bondingManager: at('bondingManager'),
    ticketBroker: at('ticketBroker'),
    roundsManager: at('roundsManager'),
    serviceRegistry: at('serviceRegistry'),
  }
}
