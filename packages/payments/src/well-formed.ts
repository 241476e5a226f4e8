import { maxUint256, type TicketParams } from './ticket.ts'

const maxInt64 = (1n << 63n) - 1n
const maxSeedBytes = 64
const addressPattern = /^0x[0-9a-fA-F]{40}$/
const hashPattern = /^0x[0-9a-fA-F]{64}$/

export function isAddress(text: string): boolean {
  return addressPattern.test(text)
}

export function isUint32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff
}

/** The first field of the params that no ticket could hold, if any: params come from peers. */
export function malformedField(params: TicketParams): keyof TicketParams | undefined {
  if (!isAddress(params.recipient)) return 'recipient'
  for (const field of ['faceValueWei', 'winProb', 'expirationBlock'] as const) {
    if (params[field] < 0n || params[field] > maxUint256) return field
  }
  if (params.creationRound < 0n || params.creationRound > maxInt64) return 'creationRound'
  if (!hashPattern.test(params.creationRoundBlockHash)) return 'creationRoundBlockHash'
  if (!hashPattern.test(params.recipientRandHash)) return 'recipientRandHash'
  if (params.seed.length > maxSeedBytes) return 'seed'
  return undefined
}
