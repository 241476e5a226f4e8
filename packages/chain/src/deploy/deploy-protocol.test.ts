import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bondingManagerAbi,
  controllerAbi,
  managerProxyAbi,
  minterAbi,
  multicall3Abi,
  type ProtocolAddresses,
  roundsManagerAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'
import { createTestClient, encodeFunctionData, http, parseEther, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registryId } from '../protocol/inventory.ts'
import { deployProtocol } from './deploy-protocol.ts'
import {
  DeploymentChainMismatchError,
  DeploymentOptionsChangedError,
  DeploymentRecordInvalidError,
  DeploymentStepFailedError,
} from './errors.ts'
import { type DeploymentRecordStore, fileDeploymentRecord, memoryDeploymentRecord } from './record.ts'
import { startTestChain, type TestChain } from './test/anvil.ts'
import { clientsOf, deployer, gateway, minterRole, options, owner, wholeOptions } from './test/fixtures.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain[Symbol.asyncDispose]())

const nonceOf = (rpcUrl: string) => clientsOf(rpcUrl).publicClient.getTransactionCount(deployer)

describe('a new deployment', () => {
  const record = memoryDeploymentRecord()
  let addresses: ProtocolAddresses
  beforeAll(async () => {
    addresses = await deployProtocol(options, clientsOf(chain.rpcUrl), record)
  })

  test('registers every contract, proxies by their own names and the broker as JobsManager too', async () => {
    const { publicClient } = clientsOf(chain.rpcUrl)
    const registered = (name: string) =>
      publicClient.readContract({
        address: addresses.controller,
        abi: controllerAbi,
        functionName: 'getContract',
        args: [registryId(name)],
      })
    expect(await registered('LivepeerToken')).toBe(addresses.token)
    expect(await registered('Minter')).toBe(addresses.minter)
    expect(await registered('JobsManager')).toBe(addresses.ticketBroker)
    for (const [name, address] of [
      ['RoundsManager', addresses.roundsManager],
      ['BondingManager', addresses.bondingManager],
      ['TicketBroker', addresses.ticketBroker],
      ['ServiceRegistry', addresses.serviceRegistry],
    ] as const) {
      expect(await registered(name)).toBe(address)
      const proxy = { address, abi: managerProxyAbi } as const
      expect(await publicClient.readContract({ ...proxy, functionName: 'controller' })).toBe(
        addresses.controller,
      )
      expect(await publicClient.readContract({ ...proxy, functionName: 'targetContractId' })).toBe(
        registryId(`${name}Target`),
      )
      expect(await publicClient.getCode({ address: await registered(`${name}Target`) })).toMatch(/^0x60/)
    }
  })

  test('sets the parameters', async () => {
    const { publicClient } = clientsOf(chain.rpcUrl)
    const bonding = { address: addresses.bondingManager, abi: bondingManagerAbi } as const
    const rounds = { address: addresses.roundsManager, abi: roundsManagerAbi } as const
    const broker = { address: addresses.ticketBroker, abi: ticketBrokerAbi } as const
    const minter = { address: addresses.minter, abi: minterAbi } as const
    expect(await publicClient.readContract({ ...bonding, functionName: 'unbondingPeriod' })).toBe(7n)
    expect(await publicClient.readContract({ ...bonding, functionName: 'getTranscoderPoolMaxSize' })).toBe(3n)
    expect(await publicClient.readContract({ ...bonding, functionName: 'treasuryBalanceCeiling' })).toBe(
      parseEther('750000'),
    )
    expect(
      await publicClient.readContract({ ...bonding, functionName: 'nextRoundTreasuryRewardCutRate' }),
    ).toBe(10n ** 26n)
    expect(await publicClient.readContract({ ...rounds, functionName: 'roundLength' })).toBe(60n)
    expect(await publicClient.readContract({ ...rounds, functionName: 'roundLockAmount' })).toBe(100_000n)
    expect(await publicClient.readContract({ ...broker, functionName: 'unlockPeriod' })).toBe(2n)
    expect(await publicClient.readContract({ ...broker, functionName: 'ticketValidityPeriod' })).toBe(20n)
    expect(await publicClient.readContract({ ...minter, functionName: 'inflation' })).toBe(220_500n)
    expect(await publicClient.readContract({ ...minter, functionName: 'targetBondingRate' })).toBe(
      500_000_000n,
    )
  })

  test('mints the grants and leaves the deployer without any power', async () => {
    const { publicClient } = clientsOf(chain.rpcUrl)
    const token = { address: addresses.token, abi: tokenAbi } as const
    const controller = { address: addresses.controller, abi: controllerAbi } as const
    const hasRole = (role: `0x${string}`, account: `0x${string}`) =>
      publicClient.readContract({ ...token, functionName: 'hasRole', args: [role, account] })
    expect(await publicClient.readContract({ ...token, functionName: 'symbol' })).toBe('TT')
    expect(await publicClient.readContract({ ...token, functionName: 'totalSupply' })).toBe(
      parseEther('1000005'),
    )
    expect(
      await publicClient.readContract({ ...token, functionName: 'balanceOf', args: [gateway.address] }),
    ).toBe(parseEther('5'))
    expect(await hasRole(minterRole, addresses.minter)).toBe(true)
    expect(await hasRole(registryId('BURNER_ROLE'), addresses.minter)).toBe(true)
    expect(await hasRole(minterRole, deployer.address)).toBe(false)
    expect(await hasRole(zeroHash, deployer.address)).toBe(false)
    expect(await hasRole(zeroHash, owner.address)).toBe(true)
    expect(await publicClient.readContract({ ...controller, functionName: 'owner' })).toBe(owner.address)
    expect(await publicClient.readContract({ ...controller, functionName: 'paused' })).toBe(false)
  })

  test('runs: an orchestrator that bonds is active in the next round', async () => {
    const { publicClient } = clientsOf(chain.rpcUrl)
    const mine = createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })
    const { walletClient } = clientsOf(chain.rpcUrl)
    const send = async (to: `0x${string}`, data: `0x${string}`) => {
      const hash = await walletClient.sendTransaction({ account: gateway, chain: null, to, data })
      expect((await publicClient.waitForTransactionReceipt({ hash })).status).toBe('success')
    }
    const initialize = encodeFunctionData({ abi: roundsManagerAbi, functionName: 'initializeRound' })
    const amount = parseEther('5')
    await mine.mine({ blocks: 60 })
    await send(addresses.roundsManager, initialize)
    const spender = addresses.bondingManager
    await send(
      addresses.token,
      encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [spender, amount] }),
    )
    await send(
      addresses.bondingManager,
      encodeFunctionData({ abi: bondingManagerAbi, functionName: 'bond', args: [amount, gateway.address] }),
    )
    await mine.mine({ blocks: 60 })
    await send(addresses.roundsManager, initialize)
    const call = { target: addresses.bondingManager, allowFailure: false } as const
    const { result } = await publicClient.simulateContract({
      address: addresses.multicall3,
      abi: multicall3Abi,
      functionName: 'aggregate3',
      args: [
        [
          {
            ...call,
            callData: encodeFunctionData({
              abi: bondingManagerAbi,
              functionName: 'isActiveTranscoder',
              args: [gateway.address],
            }),
          },
          {
            ...call,
            callData: encodeFunctionData({ abi: bondingManagerAbi, functionName: 'getTotalBonded' }),
          },
        ],
      ],
    })
    expect(result.map(({ returnData }) => BigInt(returnData))).toEqual([1n, amount])
  })

  test('is found by a second run, which sends nothing, not even after the owner changed a parameter', async () => {
    const clients = clientsOf(chain.rpcUrl)
    const { publicClient, walletClient } = clients
    const hash = await walletClient.sendTransaction({
      account: owner,
      chain: null,
      to: addresses.roundsManager,
      data: encodeFunctionData({ abi: roundsManagerAbi, functionName: 'setRoundLength', args: [50n] }),
    })
    await publicClient.waitForTransactionReceipt({ hash })
    const nonceBefore = await nonceOf(chain.rpcUrl)
    expect(await deployProtocol(options, clientsOf(chain.rpcUrl), record)).toEqual(addresses)
    expect(await nonceOf(chain.rpcUrl)).toBe(nonceBefore)
    const rounds = { address: addresses.roundsManager, abi: roundsManagerAbi } as const
    expect(await publicClient.readContract({ ...rounds, functionName: 'roundLength' })).toBe(50n)
  })

  test('error: other options than those deployed are refused by name', async () => {
    const other = { ...options, parameters: { ...options.parameters, roundLengthBlocks: 30n } }
    const run = deployProtocol(other, clientsOf(chain.rpcUrl), record)
    await expect(run).rejects.toThrow(DeploymentOptionsChangedError)
    await expect(run).rejects.toThrow(/parameters\.roundLengthBlocks/)
  })

  test('is found by a record that is older than some options and contracts', async () => {
    const known = await record.load()
    if (!known) throw new Error('nothing was recorded')
    const old = memoryDeploymentRecord()
    const { guardian: _, 'parameters.quorumPpm': _quorum, ...oldOptions } = known.options
    const { treasury: _treasury, ...contracts } = known.contracts
    await old.save({ ...known, options: oldOptions, contracts })
    const { treasury: _address, ...expected } = addresses
    expect(await deployProtocol(options, clientsOf(chain.rpcUrl), old)).toEqual(expected)
    const guarded = { ...options, guardian: gateway.address }
    await expect(deployProtocol(guarded, clientsOf(chain.rpcUrl), old)).rejects.toThrow(/values of: guardian/)
  })

  test('error: the record of another chain is refused', async () => {
    const foreign = memoryDeploymentRecord()
    await foreign.save({ version: 1, chainId: 42161, options: {}, contracts: {}, steps: {}, complete: false })
    await expect(deployProtocol(options, clientsOf(chain.rpcUrl), foreign)).rejects.toThrow(
      DeploymentChainMismatchError,
    )
  })
})

test('a deployment that is killed at any transaction goes on where it stopped and sends each only once', async () => {
  const whole = memoryDeploymentRecord()
  const firstNonce = await nonceOf(chain.rpcUrl)
  await deployProtocol(wholeOptions, clientsOf(chain.rpcUrl), whole)
  const transactions = (await nonceOf(chain.rpcUrl)) - firstNonce

  const before = await nonceOf(chain.rpcUrl)
  const record = memoryDeploymentRecord()
  let addresses: ProtocolAddresses | undefined
  // Three transactions a run, so that it stops at every kind of step.
  for (let runs = 0; !addresses && runs <= transactions; runs++) {
    addresses = await deployProtocol(wholeOptions, clientsOf(chain.rpcUrl, 3), record).catch(
      (error: unknown) => {
        expect(error).toBeInstanceOf(DeploymentStepFailedError)
        return undefined
      },
    )
  }
  if (!addresses) throw new Error('the deployment did not come to its end')
  expect((await nonceOf(chain.rpcUrl)) - before).toBe(transactions)
  const token = { address: addresses.token, abi: tokenAbi } as const
  const { publicClient } = clientsOf(chain.rpcUrl)
  expect(await publicClient.readContract({ ...token, functionName: 'totalSupply' })).toBe(
    parseEther('1000005') + 1_000n,
  )
})

test('transactions that a killed run has left unmined are waited for, not sent again', async () => {
  await using ownChain = await startTestChain()
  const anvil = createTestClient({ mode: 'anvil', transport: http(ownChain.rpcUrl) })
  await anvil.setAutomine(false)
  const run = (record: DeploymentRecordStore, transactions?: number) =>
    deployProtocol(
      wholeOptions,
      { ...clientsOf(ownChain.rpcUrl, transactions), mine: () => anvil.mine({ blocks: 3 }) },
      record,
    ).catch((error: unknown) => {
      expect(error).toBeInstanceOf(DeploymentStepFailedError)
      return undefined
    })
  await run(memoryDeploymentRecord())
  const transactions = await nonceOf(ownChain.rpcUrl)
  const record = memoryDeploymentRecord()
  let addresses: ProtocolAddresses | undefined
  for (let runs = 0; !addresses && runs <= transactions; runs++) addresses = await run(record, 3)
  expect((await nonceOf(ownChain.rpcUrl)) - transactions).toBe(transactions)
})

test('a record of contracts that a reset chain has lost leads to new ones', async () => {
  const record = memoryDeploymentRecord()
  await using firstChain = await startTestChain()
  const first = await deployProtocol(options, clientsOf(firstChain.rpcUrl), record)
  await using emptyChain = await startTestChain()
  const second = await deployProtocol(options, clientsOf(emptyChain.rpcUrl), record)
  expect(Object.keys(second)).toEqual(Object.keys(first))
  const { publicClient } = clientsOf(emptyChain.rpcUrl)
  expect(await publicClient.getCode({ address: second.controller })).toMatch(/^0x60/)
})

test('a multicall that the chain already has is used, and an owner who deploys keeps what is its own', async () => {
  const multicall3 = '0xcA11bde05977b3631167028862bE2a173976CA11'
  const own = { ...options, owner: deployer.address, multicall3, grants: [] } as const
  const record = memoryDeploymentRecord()
  const addresses = await deployProtocol(own, clientsOf(chain.rpcUrl), record)
  expect(addresses.multicall3).toBe(multicall3)
  expect(await deployProtocol(own, clientsOf(chain.rpcUrl), record)).toEqual(addresses)
  const { publicClient } = clientsOf(chain.rpcUrl)
  const controller = { address: addresses.controller, abi: controllerAbi } as const
  expect(await publicClient.readContract({ ...controller, functionName: 'owner' })).toBe(deployer.address)
})

describe('a record in a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-record-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('comes back as it was saved, and is undefined before', async () => {
    const store = fileDeploymentRecord(join(folder, 'deployment.json'))
    expect(await store.load()).toBeUndefined()
    const contract = { address: owner.address, txHash: zeroHash, creationHash: zeroHash }
    const record = {
      version: 1,
      chainId: 31337,
      options: { a: 'b' },
      contracts: { token: contract },
      steps: { unpause: zeroHash },
    } as const
    await store.save({ ...record, complete: true })
    expect(await store.load()).toEqual({ ...record, complete: true })
  })

  test('error: a file that is no record is named', async () => {
    for (const [index, text] of ['', '{', '[]', '{"version":2}', '{"version":1,"chainId":"x"}'].entries()) {
      const path = join(folder, `bad-${index}.json`)
      await writeFile(path, text)
      const load = fileDeploymentRecord(path).load()
      await expect(load).rejects.toThrow(DeploymentRecordInvalidError)
      await expect(load).rejects.toThrow(path)
    }
  })
})
