import { bondingManagerAbi, minterAbi, roundsManagerAbi } from '@millrace/abi'
import type { Address, Hex } from '@millrace/crypto'
import { decodeFunctionResult, encodeFunctionData } from 'viem'
import type { SeedAction, SeedActionOf } from '../actions.ts'
import type { AnvilRpc } from './anvil-rpc.ts'
import type { SeedDeployment } from './seed-deployment.ts'

type Rebond = SeedActionOf<'rebond' | 'rebondFromUnbonded'>

/** What a wave's calls need to know of the chain, read before they are made, as a client reads it. */
export interface WaveFacts {
  readonly round: bigint
  readonly roundBlockHash: Hex
  readonly activeStakeWei: bigint
  /** Rewards of the whole round. */
  readonly mintableWei: bigint
  pendingStakeWei(account: Address): bigint
  pendingFeesWei(account: Address): bigint
  lockWei(rebond: Rebond): bigint
}

type Call = { readonly to: Address; readonly data: Hex }

export async function readWaveFacts(
  rpc: AnvilRpc,
  deployment: SeedDeployment,
  actions: readonly SeedAction[],
): Promise<WaveFacts> {
  const { bondingManager: to, roundsManager, minter } = deployment
  const bonding = (functionName: 'pendingStake' | 'pendingFees', { from }: { from: Address }): Call => {
    // The round is ignored.
    return { to, data: encodeFunctionData({ abi: bondingManagerAbi, functionName, args: [from, 0n] }) }
  }
  const movers = actions.filter(movesAll)
  const earners = actions.filter((action) => action.kind === 'withdrawFees')
  const rebonds = actions.filter((action) => action.kind === 'rebond' || action.kind === 'rebondFromUnbonded')
  const [round, activeStakeWei, mintableWei] = (await rpc.read(roundCalls(deployment))).map(BigInt)
  if (round === undefined || activeStakeWei === undefined || mintableWei === undefined)
    throw new Error(`${minter} did not answer.`)
  const hashCall = { abi: roundsManagerAbi, functionName: 'blockHashForRound', args: [round] } as const
  const [roundBlockHash = '0x', ...amounts] = await rpc.read([
    { to: roundsManager, data: encodeFunctionData(hashCall) },
    ...movers.map((action) => bonding('pendingStake', action)),
    ...earners.map((action) => bonding('pendingFees', action)),
    ...rebonds.map(({ from, lockId }) => lockCall(to, from, lockId)),
  ])
  const after = (offset: number, index: number) => amounts[offset + index] ?? '0x0'
  const locks = new Map(
    rebonds.map((action, index) => [action, lockAmount(after(movers.length + earners.length, index))]),
  )
  return {
    round,
    roundBlockHash,
    activeStakeWei,
    mintableWei,
    pendingStakeWei: (account) =>
      BigInt(
        after(
          0,
          movers.findIndex(({ from }) => from === account),
        ),
      ),
    pendingFeesWei: (account) =>
      BigInt(
        after(
          movers.length,
          earners.findIndex(({ from }) => from === account),
        ),
      ),
    lockWei: (rebond) => locks.get(rebond) ?? 0n,
  }
}

function roundCalls({ roundsManager, bondingManager, minter }: SeedDeployment): Call[] {
  return [
    { to: roundsManager, data: encodeFunctionData({ abi: roundsManagerAbi, functionName: 'currentRound' }) },
    {
      to: bondingManager,
      data: encodeFunctionData({ abi: bondingManagerAbi, functionName: 'currentRoundTotalActiveStake' }),
    },
    { to: minter, data: encodeFunctionData({ abi: minterAbi, functionName: 'currentMintableTokens' }) },
  ]
}

function lockCall(to: Address, from: Address, lockId: number): Call {
  const functionName = 'getDelegatorUnbondingLock'
  return {
    to,
    data: encodeFunctionData({ abi: bondingManagerAbi, functionName, args: [from, BigInt(lockId)] }),
  }
}

function lockAmount(data: Hex): bigint {
  const functionName = 'getDelegatorUnbondingLock'
  return decodeFunctionResult({ abi: bondingManagerAbi, functionName, data })[0]
}

type MovesAll = SeedActionOf<'move' | 'unbond'>

function movesAll(action: SeedAction): action is MovesAll {
  return action.kind === 'move' || (action.kind === 'unbond' && action.amountWei === 'all')
}
