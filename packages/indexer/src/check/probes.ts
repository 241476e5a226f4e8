import { zeroAddress } from '@millrace/crypto'
import type { InferSelectModel } from 'drizzle-orm'
import type {
  DelegatorRow,
  GatewayRow,
  OrchestratorRow,
  PoolRow,
  ProtocolRow,
  TokenHolderRow,
  UnbondingLockRow,
} from '../ledger/ledger.ts'
import * as schema from '../schema/tables.ts'
import { type Sql, TableSql } from '../store/table-sql.ts'
import type { Probe } from './contract-state.ts'

const never = 2n ** 256n - 1n

/** Every account, lock, pool, gateway and balance of the ledger, as the contracts should have them. */
export async function ledgerProbes(sql: Sql): Promise<readonly Probe[]> {
  const all = <Row extends object>(table: ConstructorParameters<typeof TableSql>[0]) =>
    new TableSql(table).select<Row>(sql)
  const [protocol] = await all<ProtocolRow>(schema.protocol)
  const orchestrators = await all<OrchestratorRow>(schema.orchestrator)
  const stakes = new Map(orchestrators.map((row) => [row.address, row.delegatedStakeWei]))
  const pending = await sql.query('select address, stake_wei, fees_wei from "indexer"."pending"')
  return [
    ...(protocol ? protocolProbes(protocol) : []),
    ...orchestrators.flatMap(orchestratorProbes),
    ...(await all<PoolRow>(schema.pool)).flatMap(poolProbes),
    ...(await all<DelegatorRow>(schema.delegator)).map((row) =>
      delegatorProbe(row, stakes.get(row.address) ?? 0n),
    ),
    ...pending.flatMap(pendingProbes),
    ...(await all<UnbondingLockRow>(schema.unbondingLock)).map(lockProbe),
    ...(await all<GatewayRow>(schema.gateway)).map((row) => gatewayProbe(row, protocol?.currentRound ?? 0)),
    ...(await all<InferSelectModel<typeof schema.tokenHolder>>(schema.tokenHolder)).map(balanceProbe),
  ]
}

function protocolProbes(row: ProtocolRow): Probe[] {
  const of = (contract: Probe['contract'], functionName: string, value: bigint): Probe => ({
    ...{ contract, functionName, args: [], expected: [value] },
  })
  return [
    of('bondingManager', 'currentRoundTotalActiveStake', row.totalActiveStakeWei),
    of('bondingManager', 'nextRoundTotalActiveStake', row.nextTotalActiveStakeWei),
    of('minter', 'currentMintableTokens', row.mintableWei),
    of('minter', 'inflation', row.inflation),
    of('token', 'totalSupply', row.totalSupplyWei),
  ]
}

function orchestratorProbes(row: OrchestratorRow): Probe[] {
  const facts = [
    row.lastRewardRound,
    row.rewardCut,
    row.feeShare,
    row.lastActiveStakeUpdateRound,
    row.activationRound,
    row.deactivationRound ?? never,
    row.activeCumulativeRewardsWei,
    row.cumulativeRewardsWei,
    row.cumulativeFeesWei,
    row.lastFeeRound,
  ]
  return [
    {
      ...{ contract: 'bondingManager', functionName: 'getTranscoder', args: [row.address] },
      expected: facts.map(BigInt),
    },
    {
      ...{ contract: 'bondingManager', functionName: 'transcoderTotalStake', args: [row.address] },
      expected: [row.delegatedStakeWei],
    },
  ]
}

function poolProbes(row: PoolRow): Probe[] {
  // The contract takes over the cuts with the round's first reward or fees.
  const isOpen = row.rewardBlock !== null || row.feesWei > 0n
  const cuts = isOpen ? [BigInt(row.rewardCut), BigInt(row.feeShare)] : [undefined, undefined]
  return [
    {
      contract: 'bondingManager',
      functionName: 'getTranscoderEarningsPoolForRound',
      args: [row.orchestrator, BigInt(row.round)],
      expected: [row.stakeWei, ...cuts, row.rewardFactor, row.feeFactor],
    },
  ]
}

function delegatorProbe(row: DelegatorRow, delegatedStakeWei: bigint): Probe {
  return {
    ...{ contract: 'bondingManager', functionName: 'getDelegator', args: [row.address] },
    expected: [
      row.bondedWei,
      row.feesWei,
      row.delegate ?? zeroAddress,
      delegatedStakeWei,
      BigInt(row.startRound),
      BigInt(row.lastClaimRound),
      BigInt(row.nextLockId),
    ],
  }
}

function pendingProbes(row: Readonly<Record<string, unknown>>): Probe[] {
  const args = [row['address'] as `0x${string}`, 0n]
  const of = (functionName: string, value: unknown): Probe => ({
    ...{ contract: 'bondingManager', functionName, args, expected: [BigInt(String(value))] },
  })
  return [of('pendingStake', row['stake_wei']), of('pendingFees', row['fees_wei'])]
}

function lockProbe(row: UnbondingLockRow): Probe {
  const isOpen = row.state === 'open'
  return {
    contract: 'bondingManager',
    functionName: 'getDelegatorUnbondingLock',
    args: [row.delegator, BigInt(row.lockId)],
    expected: isOpen ? [row.amountWei, BigInt(row.withdrawRound)] : [0n, 0n],
  }
}

function gatewayProbe(row: GatewayRow, currentRound: number): Probe {
  const claimedWei = row.reserveClaimRound === currentRound ? row.reserveClaimedWei : 0n
  return {
    ...{ contract: 'ticketBroker', functionName: 'getSenderInfo', args: [row.address] },
    expected: [row.depositWei, BigInt(row.withdrawRound), row.reserveWei, claimedWei],
  }
}

function balanceProbe(row: TokenHolderRow): Probe {
  return {
    ...{ contract: 'token', functionName: 'balanceOf', args: [row.address], expected: [row.balanceWei] },
  }
}
