import type { Hex } from '@millrace/crypto'
import type { InferSelectModel } from 'drizzle-orm'
import type * as tables from '../schema/tables.ts'
import { EntityTable } from './entity-table.ts'

export type ProtocolRow = InferSelectModel<typeof tables.protocol>
export type ContractRow = InferSelectModel<typeof tables.contract>
type ParameterRow = InferSelectModel<typeof tables.parameter>
export type OrchestratorRow = InferSelectModel<typeof tables.orchestrator>
export type PoolRow = InferSelectModel<typeof tables.pool>
export type DelegatorRow = InferSelectModel<typeof tables.delegator>
export type UnbondingLockRow = InferSelectModel<typeof tables.unbondingLock>
export type RoundRow = InferSelectModel<typeof tables.round>
export type DayRow = InferSelectModel<typeof tables.day>
export type GatewayRow = InferSelectModel<typeof tables.gateway>
export type GatewayDayRow = InferSelectModel<typeof tables.gatewayDay>
export type OrchestratorDayRow = InferSelectModel<typeof tables.orchestratorDay>
type PaymentRow = InferSelectModel<typeof tables.payment>
export type TokenHolderRow = InferSelectModel<typeof tables.tokenHolder>
type ProposalRow = InferSelectModel<typeof tables.proposal>
type ProposalVoteRow = InferSelectModel<typeof tables.proposalVote>
type PollRow = InferSelectModel<typeof tables.poll>
type PollVoteRow = InferSelectModel<typeof tables.pollVote>
export type StakeChangeRow = InferSelectModel<typeof tables.stakeChange>
type CutChangeRow = InferSelectModel<typeof tables.cutChange>
type ProfileTextRow = InferSelectModel<typeof tables.profileText>
type AccountLinkRow = InferSelectModel<typeof tables.accountLink>
type EventRow = InferSelectModel<typeof tables.event>
type EventAccountRow = InferSelectModel<typeof tables.eventAccount>
type BlockRow = InferSelectModel<typeof tables.block>

/** Something that happened in the protocol, as consumers of the outbox want to be told. */
export interface Happening {
  readonly kind: string
  readonly subject: Hex | null
  readonly round: number
  readonly blockNumber: number
  readonly txHash: Hex
  /** Position among the happenings of its transaction. */
  readonly position: number
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** Rows by what they are called in SQL, changed by events and undone by block. */
function entityTables() {
  return {
    protocol: new EntityTable((row: ProtocolRow) => [row.id] as const),
    contract: new EntityTable((row: ContractRow) => [row.address] as const),
    parameter: new EntityTable((row: ParameterRow) => [row.name] as const),
    orchestrator: new EntityTable((row: OrchestratorRow) => [row.address] as const),
    pool: new EntityTable((row: PoolRow) => [row.orchestrator, row.round] as const),
    delegator: new EntityTable((row: DelegatorRow) => [row.address] as const),
    unbondingLock: new EntityTable((row: UnbondingLockRow) => [row.delegator, row.lockId] as const),
    round: new EntityTable((row: RoundRow) => [row.round] as const),
    day: new EntityTable((row: DayRow) => [row.day] as const),
    gateway: new EntityTable((row: GatewayRow) => [row.address] as const),
    payment: new EntityTable((row: PaymentRow) => [row.gateway, row.orchestrator, row.round] as const),
    orchestratorDay: new EntityTable((row: OrchestratorDayRow) => [row.orchestrator, row.day] as const),
    gatewayDay: new EntityTable((row: GatewayDayRow) => [row.gateway, row.day] as const),
    tokenHolder: new EntityTable((row: TokenHolderRow) => [row.address] as const),
    proposal: new EntityTable((row: ProposalRow) => [row.proposalId] as const),
    proposalVote: new EntityTable((row: ProposalVoteRow) => [row.proposalId, row.voter] as const),
    poll: new EntityTable((row: PollRow) => [row.address] as const),
    pollVote: new EntityTable((row: PollVoteRow) => [row.poll, row.voter] as const),
    profileText: new EntityTable((row: ProfileTextRow) => [row.account, row.key] as const),
    accountLink: new EntityTable((row: AccountLinkRow) => [row.linked] as const),
  }
}

export type EntityTables = ReturnType<typeof entityTables>

/** Rows that are only ever added; a block that is taken back takes its own with it. */
export interface Appended {
  readonly block: BlockRow[]
  readonly event: EventRow[]
  readonly eventAccount: EventAccountRow[]
  readonly stakeChange: StakeChangeRow[]
  readonly cutChange: CutChangeRow[]
}

/** Everything that events have made of the protocol so far. */
export class Ledger {
  readonly tables: EntityTables = entityTables()
  readonly appended: Appended = { block: [], event: [], eventAccount: [], stakeChange: [], cutChange: [] }
  readonly happenings: Happening[] = []
}
