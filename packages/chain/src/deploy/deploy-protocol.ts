import type { ProtocolAddresses } from '@millrace/abi'
import type { Address } from 'viem'
import { type AddressBook, protocolContracts } from '../protocol/inventory.ts'
import { createContracts, createdContracts } from './create-contracts.ts'
import { DeploymentChainMismatchError, DeploymentOptionsChangedError } from './errors.ts'
import { type DeployOptions, defaultOptions, describeOptions } from './options.ts'
import { type DeploymentRecord, type DeploymentRecordStore, memoryDeploymentRecord } from './record.ts'
import {
  confirmSteps,
  type DeployClients,
  hasSucceeded,
  nextNonce,
  type SentTransaction,
  sendStep,
  settleEarlier,
} from './sender.ts'
import type { Step } from './step.ts'
import { handOverSteps, parameterSteps, registrationSteps } from './steps.ts'

/**
 * Deploys the protocol and hands it to its owner, or finds it as the record says. Running it again after a crash goes
 * on where it stopped; once complete it changes nothing, and does not look at parameters that the owner has changed
 * since. A chain that does not have the recorded contracts, as after a reset, gets new ones.
 *
 * A wave of transactions is sent before the first of them is mined, so that it takes few blocks.
 *
 * @param record where to keep what was done; without it the second run deploys a second protocol
 * @throws {DeploymentOptionsChangedError} when the deployment is complete and had other options
 * @throws {DeploymentChainMismatchError} when the record is of another chain
 * @throws {DeploymentRecordInvalidError} when the record cannot be read
 * @throws {DeploymentStepFailedError} when a transaction is refused or reverts
 */
export async function deployProtocol(
  options: DeployOptions,
  clients: DeployClients,
  record: DeploymentRecordStore = memoryDeploymentRecord(),
): Promise<ProtocolAddresses> {
  const chainId = await clients.publicClient.getChainId()
  const fresh: DeploymentRecord = {
    version: 1,
    chainId,
    options: describeOptions(options),
    contracts: {},
    steps: {},
    complete: false,
  }
  const known = await record.load()
  if (known && known.chainId !== chainId) {
    throw new DeploymentChainMismatchError({
      record: record.name,
      recorded: known.chainId,
      connected: chainId,
    })
  }
  if (known?.complete) {
    if (await isOnChain(known, clients)) return recordedAddresses(known, fresh, options, record.name)
    clients.log.warn({ record: record.name }, 'recorded contracts are not on this chain, deploying anew')
  }
  await settleEarlier(clients)
  const current = known && !known.complete ? { ...known, options: fresh.options } : fresh
  const kept = { record: current, store: record }
  const addresses = await createContracts(options, clients, kept)
  for (const wave of [registrationSteps, parameterSteps, handOverSteps])
    await runWave(wave({ options, clients, addresses }), clients, kept)
  await record.save({ ...current, complete: true })
  clients.log.info({ controller: addresses.controller, chainId }, 'protocol deployed')
  return publicAddresses(addresses)
}

/** Steps within a wave do not need each other to be mined, waves do. */
async function runWave(
  steps: readonly Step[],
  clients: DeployClients,
  { record, store }: { record: DeploymentRecord; store: DeploymentRecordStore },
): Promise<void> {
  const done = await Promise.all(
    steps.map(({ name, isDone }) => isDone?.() ?? hasSucceeded(clients, record.steps[name])),
  )
  const sent: SentTransaction[] = []
  let nonce = await nextNonce(clients)
  for (const [index, { name, to, data, isDone }] of steps.entries()) {
    if (done[index]) continue
    const transaction = await sendStep(clients, { step: name, to, data, nonce: nonce++ })
    sent.push(transaction)
    if (isDone) continue
    record.steps[name] = transaction.txHash
    await store.save(record)
  }
  await confirmSteps(clients, sent)
}

async function isOnChain({ contracts }: DeploymentRecord, { publicClient }: DeployClients): Promise<boolean> {
  const codes = await Promise.all(
    Object.values(contracts).map(({ address }) => publicClient.getCode({ address })),
  )
  return codes.every((code) => code !== undefined)
}

function recordedAddresses(
  known: DeploymentRecord,
  wanted: DeploymentRecord,
  options: DeployOptions,
  recordName: string,
): ProtocolAddresses {
  // A record may be older than an option, which then had its present default.
  const before = { ...defaultOptions, ...known.options }
  const names = new Set([...Object.keys(before), ...Object.keys(wanted.options)])
  const changed = [...names].filter((name) => before[name] !== wanted.options[name])
  if (changed.length > 0) throw new DeploymentOptionsChangedError({ record: recordName, changed })
  const addresses: Record<string, Address> = {}
  if (options.multicall3) addresses.multicall3 = options.multicall3
  for (const name of createdContracts(options)) {
    const contract = known.contracts[name]
    if (contract) addresses[name] = contract.address
  }
  return publicAddresses(addresses)
}

/** Without the targets, which are found through their proxies. */
function publicAddresses(book: AddressBook): ProtocolAddresses {
  const entries = protocolContracts.flatMap((name) => (book[name] ? [[name, book[name]]] : []))
  return Object.fromEntries(entries) as unknown as ProtocolAddresses
}
