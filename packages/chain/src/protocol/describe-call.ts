import { managerProxyAbi } from '@millrace/abi'
import { managerProxyBytecode } from '@millrace/abi/bytecode'
import {
  type Abi,
  type AbiParameter,
  type Address,
  decodeDeployData,
  decodeFunctionData,
  type Hex,
  isAddressEqual,
  toFunctionSelector,
  zeroHash,
} from 'viem'
import {
  type AddressBook,
  inventory,
  type ProtocolContract,
  protocolContracts,
  registryId,
  registryNameOf,
} from './inventory.ts'

/** A transaction as far as its meaning goes; one that creates a contract has no `to`. */
interface Call {
  readonly to?: Address | undefined
  readonly data: Hex
}

/** @returns what a transaction of the protocol does, as `Contract.function(name: value, …)`, with known names for values */
export function describeCall({ to, data }: Call, book: AddressBook): string {
  if (to === undefined) return describeCreation(data, book)
  const name = protocolContracts.find((one) => isSame(book[one], to))
  if (name === undefined) return `${to} with ${data}`
  const { abi, solidity } = inventory[name]
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data })
    const item = abi.find((one) => one.type === 'function' && toFunctionSelector(one) === data.slice(0, 10))
    const inputs = item?.type === 'function' ? item.inputs : []
    return `${solidity}.${functionName}(${describeArguments(inputs, args, book)})`
  } catch {
    return `${solidity} with ${data}`
  }
}

function describeCreation(data: Hex, book: AddressBook): string {
  const proxy = { solidity: 'ManagerProxy', abi: managerProxyAbi as Abi, bytecode: managerProxyBytecode }
  const spec = [proxy, ...Object.values(inventory)].find(({ bytecode }) => data.startsWith(bytecode))
  if (spec === undefined) return 'new contract'
  const { abi, bytecode, solidity } = spec
  const { args } = decodeDeployData({ abi, bytecode, data })
  const item = abi.find(({ type }) => type === 'constructor')
  const inputs = item?.type === 'constructor' ? item.inputs : []
  return `new ${solidity}(${describeArguments(inputs, (args ?? []) as readonly unknown[], book)})`
}

function describeArguments(
  inputs: readonly AbiParameter[],
  args: readonly unknown[],
  book: AddressBook,
): string {
  return args
    .map((value, index) => {
      const name = inputs[index]?.name
      const known = name === 'role' && value === zeroHash ? 'DEFAULT_ADMIN_ROLE' : describeValue(value, book)
      return `${name ? `${name}: ` : ''}${known}`
    })
    .join(', ')
}

function describeValue(value: unknown, book: AddressBook): string {
  if (Array.isArray(value)) return `[${value.map((one) => describeValue(one, book)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, one]) => `${name}: ${describeValue(one, book)}`)
    return `{${fields.join(', ')}}`
  }
  if (typeof value !== 'string') return String(value)
  const known = Object.entries(book).find(([, address]) => isSame(address, value))?.[0]
  return known ?? knownWords.get(value) ?? (value.startsWith('0x') ? value : JSON.stringify(value))
}

function isSame(address: Address | undefined, value: string): boolean {
  return (
    address !== undefined && /^0x[0-9a-fA-F]{40}$/.test(value) && isAddressEqual(address, value as Address)
  )
}

/** Registry ids and roles by their hash. */
const knownWords: ReadonlyMap<string, string> = new Map(
  [
    ...protocolContracts.flatMap((name) => namesOf(name)),
    'JobsManager',
    'MINTER_ROLE',
    'BURNER_ROLE',
    'PROPOSER_ROLE',
    'EXECUTOR_ROLE',
    'CANCELLER_ROLE',
  ].map((name) => [registryId(name), name]),
)

function namesOf(contract: ProtocolContract): string[] {
  const name = registryNameOf(contract)
  return name === undefined ? [] : [name, `${name}Target`]
}
