import { formatUnits, isAddress, parseUnits } from 'viem'
import { isSame, orchestratorIn, type StakingState, zeroAddress } from './state.ts'
import type { Step, StepKind } from './step.ts'

/** What somebody has chosen before a form opens. */
export interface StepRequest {
  readonly kind: StepKind
  readonly to?: string | undefined
  readonly lockId?: bigint | undefined
}

export type FieldName =
  | 'amount'
  | 'to'
  | 'receiver'
  | 'recipient'
  | 'rewardCut'
  | 'feeShare'
  | 'uri'
  | 'caller'
export type Fields = Partial<Readonly<Record<FieldName, string>>>
type FieldProblem = 'empty' | 'number' | 'percent' | 'address'

const fieldsOf: Readonly<Record<StepKind, readonly FieldName[]>> = {
  bond: ['amount'],
  move: ['to'],
  unbond: ['amount'],
  rebond: [],
  'withdraw-stake': [],
  'withdraw-fees': ['amount', 'recipient'],
  transfer: ['receiver', 'amount'],
  claim: [],
  'set-cuts': ['rewardCut', 'feeShare'],
  'set-service-uri': ['uri'],
  'set-reward-caller': ['caller'],
  reward: [],
  'initialize-round': [],
}

/** The fields of a step, as far as the request does not fill them. */
export function fieldNames({ kind, to }: StepRequest, { account }: StakingState): readonly FieldName[] {
  const names = fieldsOf[kind].filter((name) => name !== 'to' || to === undefined)
  const needsTo = kind === 'rebond' && account.delegate === undefined && to === undefined
  return needsTo ? ['to', ...names] : names
}

/** What fields begin with: settings as they are now. */
export function startFields({ kind }: StepRequest, state: StakingState): Fields {
  const own = orchestratorIn(state, state.account.address)
  if (!own) return {}
  if (kind === 'set-cuts')
    return { rewardCut: formatUnits(own.rewardCutPpm, 4), feeShare: formatUnits(own.feeSharePpm, 4) }
  if (kind === 'set-service-uri') return { uri: own.serviceUri }
  return kind === 'set-reward-caller' ? { caller: own.rewardCaller ?? '' } : {}
}

/** The most that an amount can be, in wei. */
export function mostOf(kind: StepKind, { account }: StakingState): bigint {
  if (kind === 'bond') return account.balanceWei
  return kind === 'withdraw-fees' ? account.feesWei : account.stakeWei
}

/** A step as it was filled in; undefined while a field is empty or wrong. */
export function stepFrom(request: StepRequest, fields: Fields, state: StakingState): Step | undefined {
  const { kind, to, lockId = 0n } = request
  const { account } = state
  if (fieldNames(request, state).some((field) => problemOf(field, fields[field] ?? '') !== undefined))
    return undefined
  const amountWei = fieldsOf[kind].includes('amount') ? parseUnits((fields.amount ?? '').trim(), 18) : 0n
  const target = addressOf(to ?? fields.to)
  switch (kind) {
    case 'bond':
      return { kind, to: target, amountWei }
    case 'move':
      return { kind, to: target }
    case 'unbond':
      return { kind, amountWei }
    case 'rebond':
      return { kind, lockId, to: account.delegate === undefined ? target : undefined }
    case 'withdraw-stake':
      return { kind, lockId }
    case 'withdraw-fees':
      return { kind, amountWei, recipient: addressOf(fields.recipient || account.address) }
    case 'transfer':
      return { kind, amountWei, to: addressOf(fields.receiver) }
    case 'set-cuts':
      return { kind, rewardCutPpm: ppmOf(fields.rewardCut), feeSharePpm: ppmOf(fields.feeShare) }
    case 'set-service-uri':
      return { kind, uri: (fields.uri ?? '').trim() }
    case 'set-reward-caller':
      return { kind, caller: addressOf(fields.caller) }
    case 'reward':
      return { kind, orchestrator: addressOf(to ?? account.address) }
    case 'claim':
    case 'initialize-round':
      return { kind }
  }
}

/** What is wrong with the text of a field; undefined when it can be read. */
export function problemOf(field: FieldName, value: string): FieldProblem | undefined {
  const typed = value.trim()
  switch (field) {
    case 'amount':
      if (typed === '') return 'empty'
      return /^\d+(\.\d{1,18})?$/.test(typed) ? undefined : 'number'
    case 'rewardCut':
    case 'feeShare':
      return /^\d{1,3}(\.\d{1,4})?$/.test(typed) && Number(typed) <= 100 ? undefined : 'percent'
    case 'to':
    case 'receiver':
      return isAddress(typed, { strict: false }) ? undefined : 'address'
    case 'recipient':
    case 'caller':
      return typed === '' || isAddress(typed, { strict: false }) ? undefined : 'address'
    case 'uri':
      return typed === '' ? 'empty' : undefined
  }
}

/** Percent with at most four places, in parts per million. */
function ppmOf(percent = ''): bigint {
  return parseUnits(percent.trim(), 4)
}

function addressOf(value = ''): `0x${string}` {
  const typed = value.trim()
  return isAddress(typed, { strict: false }) && !isSame(typed, zeroAddress) ? typed : zeroAddress
}
