import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { managerProxyAbi, type ProtocolAddresses } from '@millrace/abi'
import { writeFileAtomic } from '@millrace/common'
import type { Abi } from 'viem'
import { inventory, protocolContracts } from '../protocol/inventory.ts'

/**
 * Writes a deployment for programs that use it: `deployment.json` with the addresses, and `abi/NAME.json` with the ABI
 * of each contract by its Solidity name.
 */
export async function writeDeployment(
  folder: string,
  { chainId, addresses }: { readonly chainId: number; readonly addresses: ProtocolAddresses },
): Promise<void> {
  await mkdir(join(folder, 'abi'), { recursive: true })
  const contracts = Object.fromEntries(
    protocolContracts.flatMap((name) => {
      const address = addresses[name]
      const { solidity } = inventory[name]
      return address ? [[name, { address, abi: `abi/${solidity}.json` }]] : []
    }),
  )
  const { controller } = addresses
  const abis = new Map<string, Abi>([['ManagerProxy', managerProxyAbi]])
  for (const name of protocolContracts)
    if (addresses[name]) abis.set(inventory[name].solidity, inventory[name].abi)
  await Promise.all([
    ...[...abis].map(([name, abi]) => writeJson(join(folder, 'abi', `${name}.json`), abi)),
    writeJson(join(folder, 'deployment.json'), { chainId, controller, contracts }),
  ])
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`)
}
