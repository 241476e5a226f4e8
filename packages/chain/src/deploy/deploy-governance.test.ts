import {
  bondingVotesAbi,
  controllerAbi,
  governorAbi,
  type ProtocolAddresses,
  pollCreatorAbi,
  roundsManagerAbi,
  tokenAbi,
  tokenFaucetAbi,
  treasuryAbi,
  treasuryGovernorAbi,
} from '@millrace/abi'
import {
  type Abi,
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registryId } from '../protocol/inventory.ts'
import { createdContracts } from './create-contracts.ts'
import { deployProtocol } from './deploy-protocol.ts'
import { DeploymentStepFailedError } from './errors.ts'
import { memoryDeploymentRecord } from './record.ts'
import { startTestChain, type TestChain } from './test/anvil.ts'
import { clientsOf, deployer, gateway, owner, wholeOptions } from './test/fixtures.ts'

let chain: TestChain
let addresses: ProtocolAddresses
beforeAll(async () => {
  chain = await startTestChain()
  addresses = await deployProtocol(wholeOptions, clientsOf(chain.rpcUrl))
})
afterAll(() => chain[Symbol.asyncDispose]())

/** Address of a contract that the whole inventory has. */
function at(name: keyof ProtocolAddresses): Address {
  const address = addresses[name]
  if (!address) throw new Error(`${name} was not deployed`)
  return address
}

function read<const A extends Abi, Name extends ContractFunctionName<A, 'view' | 'pure'>>(
  name: keyof ProtocolAddresses,
  abi: A,
  functionName: Name,
  args?: ContractFunctionArgs<A, 'view' | 'pure', Name>,
): Promise<unknown> {
  const parameters = { address: at(name), abi, functionName, args } as never
  return clientsOf(chain.rpcUrl).publicClient.readContract(parameters)
}

async function send(
  account: Account,
  to: Address,
  data: `0x${string}`,
  rpcUrl = chain.rpcUrl,
): Promise<void> {
  const { walletClient, publicClient } = clientsOf(rpcUrl)
  const hash = await walletClient.sendTransaction({ account, chain: null, to, data })
  expect((await publicClient.waitForTransactionReceipt({ hash })).status).toBe('success')
}

describe('the treasury', () => {
  test('takes proposals from its governor alone, and has no administrator but itself', async () => {
    const hasRole = (role: string, account: Address) =>
      read('treasury', treasuryAbi, 'hasRole', [registryId(role), account])
    for (const role of ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE']) {
      expect(await hasRole(role, at('treasuryGovernor')), role).toBe(true)
      for (const other of [deployer.address, owner.address, at('governor')])
        expect(await hasRole(role, other), role).toBe(false)
    }
    expect(await hasRole('TIMELOCK_ADMIN_ROLE', at('treasury'))).toBe(true)
    for (const other of [deployer.address, owner.address, at('treasuryGovernor'), at('governor')])
      expect(await hasRole('TIMELOCK_ADMIN_ROLE', other)).toBe(false)
    expect(await read('treasury', treasuryAbi, 'getMinDelay')).toBe(0n)
  })

  test('has a governor with the parameters of the live network, the votes of stake and the treasury as its timelock', async () => {
    const governor = (name: ContractFunctionName<typeof treasuryGovernorAbi, 'view' | 'pure'>) =>
      read('treasuryGovernor', treasuryGovernorAbi, name as 'votingDelay')
    expect(await governor('votingDelay')).toBe(1n)
    expect(await governor('votingPeriod')).toBe(10n)
    expect(await governor('proposalThreshold')).toBe(100n * 10n ** 18n)
    expect(await governor('quorumNumerator')).toBe(333_300n)
    expect(await governor('quota')).toBe(500_000n)
    expect(await governor('timelock')).toBe(addresses.treasury)
    expect(await governor('token')).toBe(addresses.bondingVotes)
    const round = await read('roundsManager', roundsManagerAbi, 'currentRound')
    expect(BigInt((await read('bondingVotes', bondingVotesAbi, 'clock')) as number)).toBe(round)
    expect(await read('pollCreator', pollCreatorAbi, 'bondingManager')).toBe(addresses.bondingManager)
  })

  test('error: one that somebody else initialised meanwhile is not accepted, in no later run either', async () => {
    const record = memoryDeploymentRecord()
    const creations = createdContracts(wholeOptions).length
    await using other = await startTestChain()
    const run = (transactions?: number) =>
      deployProtocol(wholeOptions, clientsOf(other.rpcUrl, transactions), record)
    await expect(run(creations)).rejects.toThrow(DeploymentStepFailedError)
    const known = (await record.load())?.contracts
    const [treasury, governor] = [known?.treasury?.address, known?.treasuryGovernor?.address]
    if (!treasury || !governor) throw new Error('the record lacks the treasury')
    // All that the deployment looks for, and a power of its own beside.
    const args = [0n, [governor, gateway.address], [governor], gateway.address] as const
    const data = encodeFunctionData({ abi: treasuryAbi, functionName: 'initialize', args })
    await send(gateway, treasury, data, other.rpcUrl)
    await expect(run()).rejects.toThrow(/stopped at "initialise the Treasury"/)
    await expect(run()).rejects.toThrow(/stopped at "initialise the Treasury"/)
  })
})

describe('the Governor', () => {
  test('owns the Controller and administers the token, and is owned by the owner', async () => {
    expect(await read('controller', controllerAbi, 'owner')).toBe(addresses.governor)
    expect(await read('governor', governorAbi, 'owner')).toBe(owner.address)
    expect(await read('token', tokenAbi, 'hasRole', [`0x${'00'.repeat(32)}`, at('governor')])).toBe(true)
    expect(await read('tokenFaucet', tokenFaucetAbi, 'owner')).toBe(addresses.governor)
  })

  test('changes a parameter by an update that the owner stages', async () => {
    const data = encodeFunctionData({ abi: roundsManagerAbi, functionName: 'setRoundLength', args: [55n] })
    const update = { target: [at('roundsManager')], value: [0n], data: [data], nonce: 1n } as const
    const abi = governorAbi
    await send(owner, at('governor'), encodeFunctionData({ abi, functionName: 'stage', args: [update, 0n] }))
    await send(gateway, at('governor'), encodeFunctionData({ abi, functionName: 'execute', args: [update] }))
    expect(await read('roundsManager', roundsManagerAbi, 'roundLength')).toBe(55n)
  })
})

test('the guardian may pause, and the deployer may not', async () => {
  const abi = controllerAbi
  await send(gateway, at('controller'), encodeFunctionData({ abi, functionName: 'pause' }))
  expect(await read('controller', controllerAbi, 'paused')).toBe(true)
  await expect(
    send(deployer, at('controller'), encodeFunctionData({ abi, functionName: 'unpause' })),
  ).rejects.toThrow()
  await send(gateway, at('controller'), encodeFunctionData({ abi, functionName: 'unpause' }))
})

test('the faucet gives tokens to anybody', async () => {
  const balance = () => read('token', tokenAbi, 'balanceOf', [deployer.address])
  expect(await balance()).toBe(0n)
  await send(
    deployer,
    at('tokenFaucet'),
    encodeFunctionData({ abi: tokenFaucetAbi, functionName: 'request' }),
  )
  expect(await balance()).toBe(10n)
})
