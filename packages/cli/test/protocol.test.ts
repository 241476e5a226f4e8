import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ProtocolAddresses, protocolAddresses, registryNames } from '@millrace/abi'
import { connectChain } from '@millrace/chain'
import { deployProtocol, liveParameters } from '@millrace/chain/deploy'
import { inventory, readProtocol } from '@millrace/chain/protocol'
import { silentLogger } from '@millrace/common'
import {
  type Address,
  createWalletClient,
  type Hex,
  http,
  keccak256,
  pad,
  toBytes,
  toHex,
  zeroHash,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { millrace, openStage, type Person, type Stage, type UnsignedCall } from './kit.ts'

const log = silentLogger()
const parameters = { ...liveParameters, roundLengthBlocks: 60n, numActiveOrchestrators: 3n }

async function deploy(
  stage: Stage,
  options: { hasGovernor?: boolean; owner?: Address; guardian?: Address } = {},
) {
  const deployer = stage.address('deployer')
  await stage.anvil.impersonateAccount({ address: deployer })
  const walletClient = createWalletClient({ account: deployer, transport: http(stage.rpcUrl) })
  const token = { name: 'Test Token', symbol: 'TT', domainVersion: '1' }
  return deployProtocol(
    { owner: stage.address('owner'), token, parameters, grants: [], ...options },
    { publicClient: stage.client, walletClient, log },
  )
}

let stage: Stage
let controller: Address
beforeAll(async () => {
  stage = await openStage()
  ;({ controller } = await deploy(stage, { guardian: stage.address('stranger') }))
})
afterAll(() => stage[Symbol.asyncDispose]())

const protocol = (name: string, ...args: readonly string[]) =>
  millrace('protocol', name, ...args, '--rpc-url', stage.rpcUrl, '--controller', controller)
const as = (person: Person, name: string, ...args: readonly string[]) =>
  protocol(name, ...args, ...stage.keyOf(person))
const report = async (of: Address = controller) =>
  readProtocol(await connectChain({ rpcUrls: [stage.rpcUrl], controller: of }, { log }))

/** What --unsigned prints. */
async function unsigned(name: string, ...args: readonly string[]): Promise<UnsignedCall[]> {
  const { stdout } = await protocol(name, ...args, '--unsigned')
  const printed = JSON.parse(stdout)
  expect(printed).toMatchObject({ chainId: 31337, controller })
  return printed.transactions
}

describe('show', () => {
  test('prints parameters, round, stake, control and whose code each contract has', async () => {
    const { stdout } = await protocol('show')
    expect(stdout).toMatch(/^roundLengthBlocks +60 blocks +the owner$/m)
    expect(stdout).toMatch(/^treasuryRewardCutRate +10{26} parts of 10\^27 \(10 %\)/m)
    expect(stdout).toMatch(/^quotaPpm +500000 ppm \(50 %\) +–$/m)
    expect(stdout).toMatch(/blocks into it +\d+ of 60 \(block \d+\)/)
    expect(stdout).toContain(`${stage.address('owner')} (an account)`)
    expect(stdout).toMatch(/orchestrators in pool +0 of 3/)
    expect(stdout).not.toContain('not there')
    expect(stdout).not.toContain('other code')
  })

  test('prints the same as JSON, with the hash of the code that is on the chain', async () => {
    const shown = JSON.parse((await protocol('show', '--json')).stdout)
    expect(shown.parameters.roundLengthBlocks).toBe('60')
    const contracts: { name: string; address: Address; codeHash: string; match: string }[] = shown.contracts
    expect(contracts.map(({ name }) => name)).toEqual(
      Object.keys(inventory).filter(
        (name) => name !== 'multicall3' && name !== 'governor' && name !== 'tokenFaucet',
      ),
    )
    for (const { address, codeHash, name, match } of contracts) {
      expect(codeHash).toBe(keccak256((await stage.client.getCode({ address })) ?? '0x'))
      expect(match, name).toMatch(/^same/)
    }
  })

  test('tells code of another build from this build’s, whatever it was constructed with', async () => {
    await using other = await openStage()
    const addresses = await deploy(other)
    const code = (await other.client.getCode({ address: addresses.minter })) ?? '0x'
    await other.anvil.setCode({ address: addresses.minter, bytecode: `${code.slice(0, -2) as '0x'}00` })
    const chain = await connectChain({ rpcUrls: [other.rpcUrl], controller: addresses.controller }, { log })
    const { contracts } = await readProtocol(chain)
    const matchOf = (name: string) => contracts.find((one) => one.name === name)?.match
    expect(matchOf('minter')).toBe('other')
    expect(matchOf('token')).toBe('same but for values')
    expect(matchOf('controller')).toBe('same')
  })

  test('looks for the live network at its own addresses, and says what is not there', async () => {
    await using arbitrum = await openStage({ chainId: 42161 })
    await standIn(arbitrum)
    const live = protocolAddresses[42161]
    const { stdout } = await millrace(
      'protocol',
      'show',
      '--network',
      'arbitrum-one',
      '--rpc-url',
      arbitrum.rpcUrl,
    )
    expect(stdout).toContain(`Deployment of Controller ${live.controller} on chain 42161`)
    const { multicall3: _, ...contracts } = live
    for (const address of Object.values(contracts)) expect(stdout).toContain(address)
    expect(stdout).toMatch(/blocks into it +\d+ of 60 \(L1 block \d+\)/)
    expect(stdout).toMatch(/^inflationPpb +not there/m)
    expect(stdout).toMatch(/exits paused +not there/)
    expect(stdout).toMatch(new RegExp(`^minter +${live.minter} +– +NO CODE`, 'm'))
    const wrong = millrace('protocol', 'show', '--network', 'arbitrum-one', '--rpc-url', stage.rpcUrl)
    await expect(wrong).rejects.toThrow(/serves chain 31337, but chainId is set to 42161/)
  })
})

/**
 * Answers `getContract(id)` from storage slot `id` and reverts for everything else: a Controller that has none of the
 * newer functions.
 */
const registryCode = '0x60243614600a575f5ffd5b600435545f5260205ff3'

/** A registry at the live Controller's address that knows the live addresses, and a RoundsManager; nothing else. */
async function standIn(arbitrum: Stage): Promise<void> {
  const { anvil, client } = arbitrum
  const live: ProtocolAddresses = protocolAddresses[42161]
  const { roundsManager } = await deploy(arbitrum)
  await anvil.setCode({ address: live.controller, bytecode: registryCode })
  for (const [contract, name] of Object.entries(registryNames)) {
    const address = new Map(Object.entries(live)).get(contract)
    const index = keccak256(toBytes(name))
    if (address) await anvil.setStorageAt({ address: live.controller, index, value: pad<Hex>(address) })
  }
  const code = (await client.getCode({ address: roundsManager })) ?? '0x'
  await anvil.setCode({ address: live.roundsManager, bytecode: code })
  for (let slot = 0; slot < 16; slot++) {
    const index = pad(toHex(slot))
    const value = (await client.getStorageAt({ address: roundsManager, slot: index })) ?? zeroHash
    await anvil.setStorageAt({ address: live.roundsManager, index, value })
  }
}

describe('set', () => {
  test('changes a parameter, sent by the owner or made by whoever gets the printed call', async () => {
    const { stdout } = await as('owner', 'set', 'unlockPeriodRounds', '5')
    expect(stdout).toMatch(
      /^TicketBroker\.setUnlockPeriod\(\w+: 5\)\n {2}mined in 0x[0-9a-f]{64}, \d+ gas\n$/,
    )
    expect((await report()).parameters.unlockPeriodRounds).toBe(5n)
    await stage.makeCalls(stage.address('owner'), await unsigned('set', 'unlockPeriodRounds', '6'))
    expect((await report()).parameters.unlockPeriodRounds).toBe(6n)
  })

  test('error: nobody but the owner, and no value that the protocol does not allow', async () => {
    await expect(as('stranger', 'set', 'roundLockPpm', '1')).rejects.toThrow(
      `Only the Controller’s owner, ${stage.address('owner')}, may set roundLockPpm, but the keystore is that of ${stage.address('stranger')}`,
    )
    await expect(as('owner', 'set', 'roundLockPpm', '1000001')).rejects.toThrow(
      'roundLockPpm must be between 0 and 1000000 ppm, not 1000001.',
    )
    await expect(as('owner', 'set', 'numActiveOrchestrators', '2')).rejects.toThrow(
      /set numActiveOrchestrators was refused: .*only grow \(from 3 to 2\)/,
    )
    await expect(as('owner', 'set', 'quotaPpm', '1')).rejects.toThrow(/quotaPpm is given at deployment/)
    await expect(as('owner', 'set', 'roundLength', '1')).rejects.toThrow(
      /no parameter roundLength\. .*roundLengthBlocks/,
    )
    await expect(protocol('set', 'roundLockPpm', '1')).rejects.toThrow('Set keystoreFile or signerUrl')
    await expect(as('owner', 'set', 'votingDelayRounds', '1')).rejects.toThrow(
      /treasury.*is a contract.*proposal/,
    )
  })

  test('warns of a printed call that would be refused', async () => {
    const { stderr } = await protocol('set', 'numActiveOrchestrators', '2', '--unsigned')
    expect(stderr).toMatch(/as things stand, set numActiveOrchestrators was refused/)
  })
})

describe('pause', () => {
  const flags = async () => {
    const { paused, exitsPaused } = (await report()).control
    return { paused, exitsPaused }
  }

  test('stops the protocol, then exits, and both run again; owner and guardian may', async () => {
    await as('stranger', 'pause')
    expect(await flags()).toEqual({ paused: true, exitsPaused: false })
    await as('owner', 'pause-exits')
    expect(await flags()).toEqual({ paused: true, exitsPaused: true })
    await as('stranger', 'unpause-exits')
    expect(await flags()).toEqual({ paused: true, exitsPaused: false })
    await as('stranger', 'unpause')
    expect(await flags()).toEqual({ paused: false, exitsPaused: false })
    await expect(as('deployer', 'pause')).rejects.toThrow(/Only the Controller’s owner/)
    await expect(as('owner', 'pause-exits')).rejects.toThrow(/the protocol is not paused/)
  })
})

describe('upgrade', () => {
  const targetOf = async (name: string) =>
    (await report()).contracts.find((contract) => contract.name === name)?.target

  test('creates this build’s code and registers it; what the contract holds stays', async () => {
    const before = await targetOf('ticketBroker')
    const { parameters: held } = await report()
    await as('owner', 'upgrade', 'ticketBroker')
    const after = await targetOf('ticketBroker')
    expect(after?.address).not.toBe(before?.address)
    expect(after?.match).toBe('same')
    expect((await report()).parameters).toEqual(held)
  })

  test('is printed as two calls that a multisig can make, and as one once the code is there', async () => {
    const calls = await unsigned('upgrade', 'bondingManager')
    expect(calls.map(({ to }) => to)).toEqual(['0x4e59b44847b379578588920cA78FbF26c0B4956C', controller])
    const before = await targetOf('bondingManager')
    await stage.makeCalls(stage.address('owner'), calls)
    const after = await targetOf('bondingManager')
    expect(after?.address).not.toBe(before?.address)
    expect(after?.match).toBe('same')
    expect((await unsigned('upgrade', 'bondingManager')).map(({ to }) => to)).toEqual([controller])
  })

  test('takes code that anybody has created', async () => {
    const { stdout } = await as('deployer', 'upgrade', 'serviceRegistry', '--create-only')
    const target = /at (0x\w{40})/.exec(stdout)?.[1] ?? ''
    await as('owner', 'upgrade', 'serviceRegistry', '--target', target)
    expect((await targetOf('serviceRegistry'))?.address).toBe(target)
  })

  test('error: no code there, other code, no proxy, not the owner', async () => {
    const nobody = '0x00000000000000000000000000000000000000aa'
    await expect(as('owner', 'upgrade', 'roundsManager', '--target', nobody)).rejects.toThrow(
      /no contract at/,
    )
    await expect(as('owner', 'upgrade', 'minter')).rejects.toThrow(
      /no upgradable contract minter.*roundsManager/,
    )
    await expect(as('stranger', 'upgrade', 'roundsManager')).rejects.toThrow(/Only the Controller’s owner/)
    const { stderr } = await protocol('upgrade', 'roundsManager', '--target', controller, '--unsigned')
    expect(stderr).toContain('is not this build’s RoundsManager')
  })

  test('error: a multisig on a chain without the usual factory is told what to do', async () => {
    await using bare = await openStage()
    const addresses = await deploy(bare)
    await bare.anvil.setCode({ address: '0x4e59b44847b379578588920cA78FbF26c0B4956C', bytecode: '0x' })
    const where = ['--rpc-url', bare.rpcUrl, '--controller', addresses.controller]
    await expect(millrace('protocol', 'upgrade', 'roundsManager', '--unsigned', ...where)).rejects.toThrow(
      /no contract factory.*--create-only.*--target/,
    )
  })
})

describe('a Controller that a Governor owns', () => {
  let governed: Address
  let where: string[]
  beforeAll(async () => {
    governed = (await deploy(stage, { hasGovernor: true })).controller
    where = ['--rpc-url', stage.rpcUrl, '--controller', governed]
  })

  test('error: no key changes it; the message says how it is done', async () => {
    const set = ['protocol', 'set', 'roundLockPpm', '5', ...where]
    await expect(millrace(...set, ...stage.keyOf('owner'))).rejects.toThrow(
      /is a contract, so no key can send this\. Use --unsigned.*millrace protocol stage/,
    )
  })

  test('is changed by staging what --unsigned prints and executing it after the delay', async () => {
    const { stdout } = await millrace('protocol', 'set', 'roundLockPpm', '5', ...where, '--unsigned')
    const file = join(stage.folder, 'calls.json')
    await writeFile(file, stdout)
    const update = (name: string, person: Person, ...args: readonly string[]) =>
      millrace('protocol', name, file, ...args, ...where, ...stage.keyOf(person))
    await expect(update('stage', 'stranger', '--delay', '2')).rejects.toThrow(/Only the Governor’s owner/)
    await update('stage', 'owner', '--delay', '5')
    await update('cancel', 'owner')
    await update('stage', 'owner', '--delay', '5', '--nonce', '7')
    await expect(update('execute', 'stranger', '--nonce', '7')).rejects.toThrow(
      /execute an update was refused/,
    )
    await stage.anvil.mine({ blocks: 5 })
    await update('execute', 'stranger', '--nonce', '7')
    expect((await report(governed)).parameters.roundLockPpm).toBe(5n)
  })

  test('error: a Controller without a Governor, and a file that holds no calls', async () => {
    const file = join(stage.folder, 'no-calls.json')
    await writeFile(file, '{"transactions":[]}')
    await expect(as('owner', 'execute', file)).rejects.toThrow(/has no Governor/)
    const run = millrace('protocol', 'execute', file, ...where, ...stage.keyOf('owner'))
    await expect(run).rejects.toThrow(/no-calls\.json does not hold calls/)
  })
})

test('error: what is wrong with the connection is named', async () => {
  const show = (...args: readonly string[]) => millrace('protocol', 'show', ...args)
  await expect(show('--controller', controller)).rejects.toThrow(/rpcUrl names no endpoint/)
  await expect(show('--rpc-url', stage.rpcUrl)).rejects.toThrow(/Set controller/)
  await expect(show('--rpc-url', stage.rpcUrl, '--controller', stage.address('owner'))).rejects.toThrow(
    /no contract/,
  )
  await expect(show('--rpc-url', stage.rpcUrl, '--network', 'arbitrum')).rejects.toThrow(
    /network: .*arbitrum-one/,
  )
  await expect(show('--rpc-url', stage.rpcUrl, '--deployment', stage.folder)).rejects.toThrow(
    /deployment\.json/,
  )
  await expect(show('--rpc-url', 'http://127.0.0.1:9', '--controller', controller)).rejects.toThrow(
    /No chain answers/,
  )
})
