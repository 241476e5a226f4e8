import { type Chain, NoContractError, type TransactionSender } from '@millrace/chain'
import {
  inventory,
  matchCode,
  type ProtocolContract,
  requireAllowed,
  targetCall,
  targetCreation,
  upgradableContracts,
} from '@millrace/chain/protocol'
import { type Command, InvalidArgumentError } from 'commander'
import { type Address, concat, getAddress, getContractAddress, type Hex, zeroAddress, zeroHash } from 'viem'
import { FactoryMissingError, UnknownNameError } from '../../errors.ts'
import { addressSetting } from '../settings.ts'
import { connectTo, loadProtocolSettings } from './connection.ts'
import { openSender, printCalls, printMined, sendCall, type WriteFlags, writeCommand } from './write.ts'

interface UpgradeFlags extends WriteFlags {
  readonly target?: Address
  readonly createOnly?: true
  readonly commit?: Hex
}

const noCommit = `0x${'00'.repeat(20)}` as const

/** The deterministic deployment proxy that most chains have: its input is a salt and creation code. */
const factory = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

/** `millrace protocol upgrade`: other code behind a proxy. */
export function upgradeCommand(): Command {
  return writeCommand('upgrade')
    .description(
      'Gives a proxy this build’s code: creates it, then registers it with the Controller. State stays where it is.',
    )
    .argument('<contract>', upgradableContracts.join(', '), contractOf)
    .option('--target <address>', 'code that is on the chain already, instead of creating it', addressOf)
    .option('--create-only', 'create the code and do not register it; any account may')
    .option('--commit <hash>', 'commit it was built from, kept by the Controller', commitOf)
    .action(upgrade)
}

async function upgrade(contract: ProtocolContract, flags: UpgradeFlags): Promise<void> {
  const { unsigned, json, createOnly, target, commit: gitCommit = noCommit } = flags
  const settings = loadProtocolSettings(flags)
  const chain = await connectTo(settings)
  const creation = targetCreation(chain.addresses, contract)
  const callFor = (address: Address) => targetCall(chain.addresses, { contract, target: address, gitCommit })
  if (target) await checkTarget(chain, contract, target)
  if (unsigned) {
    const { address, call } = target ? { address: target } : await factoryCall(chain, contract, creation)
    return printCalls(chain, [...(call ? [call] : []), callFor(address)])
  }
  await using sender = await openSender(settings, chain)
  if (!createOnly) await requireAllowed(chain, callFor(zeroAddress), sender.address)
  const address = target ?? (await createTarget(sender, { contract, creation, json }))
  if (!createOnly) await sendCall(chain, sender, callFor(address), flags)
}

async function createTarget(
  sender: TransactionSender,
  { contract, creation, json }: { contract: ProtocolContract; creation: Hex; json: true | undefined },
): Promise<Address> {
  const receipt = await sender.send({ label: `create the code of ${contract}`, data: creation })
  const { contractAddress, transactionHash, gasUsed } = receipt
  if (!contractAddress) throw new Error(`transaction ${transactionHash} created no contract`)
  const address = getAddress(contractAddress)
  const call = `new ${inventory[contract].solidity} at ${address}`
  printMined({ call, transactionHash, gasUsed }, { json })
  return address
}

/** Anybody may make the factory's call, so that a multisig can; it is not made twice for the same code. */
async function factoryCall(
  { client, chainId }: Chain,
  contract: ProtocolContract,
  creation: Hex,
): Promise<{ address: Address; call?: { to: Address; data: Hex; call: string } }> {
  const address = getContractAddress({ opcode: 'CREATE2', from: factory, salt: zeroHash, bytecode: creation })
  if ((await client.getCode({ address })) !== undefined) return { address }
  if ((await client.getCode({ address: factory })) === undefined)
    throw new FactoryMissingError({ factory, chainId })
  const call = `new ${inventory[contract].solidity} at ${address}, by the factory`
  return { address, call: { to: factory, data: concat([zeroHash, creation]), call } }
}

/** Other code than this build's may be meant, but it must be code. */
async function checkTarget(
  { client, chainId }: Chain,
  contract: ProtocolContract,
  target: Address,
): Promise<void> {
  const match = matchCode(await client.getCode({ address: target }), inventory[contract].code)
  if (match === 'none') throw new NoContractError({ address: target, setting: 'target', chainId })
  if (match === 'other')
    process.stderr.write(
      `millrace: the code at ${target} is not this build’s ${inventory[contract].solidity}\n`,
    )
}

function contractOf(text: string): ProtocolContract {
  const name = upgradableContracts.find((one) => one === text)
  if (name === undefined)
    throw new UnknownNameError({ what: 'upgradable contract', name: text, known: upgradableContracts })
  return name
}

function addressOf(text: string): Address {
  const parsed = addressSetting.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`)
  return parsed.data
}

function commitOf(text: string): Hex {
  if (!/^(0x)?[0-9a-fA-F]{40}$/.test(text))
    throw new InvalidArgumentError('It must be 40 hexadecimal digits.')
  return `0x${text.replace(/^0x/, '')}`
}
