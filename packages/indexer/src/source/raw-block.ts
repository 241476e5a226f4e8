import type { BlockNumberKind } from '@millrace/chain'
import { type Hex, hexToBytes } from '@millrace/crypto'
import { ChainAnswerError } from '../errors.ts'

/** A header as far as it is read. */
export interface Header {
  readonly number: number
  /** The block number that the contracts count in: L1's on Arbitrum, the block's own elsewhere. */
  readonly protocolBlock: number
  readonly hash: Hex
  readonly parentHash: Hex
  /** Unix time in seconds. */
  readonly time: number
  readonly logsBloom: Uint8Array
}

/** A log as JSON-RPC gives it, in lower case. */
export interface RawLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: number
  readonly blockHash: Hex
  readonly txHash: Hex
  readonly logIndex: number
}

const hashDigits = 66
const addressDigits = 42
const bloomDigits = 514
const mostTopics = 4

/** Checked by hand: a schema would cost more than all that follows. */
function hexOf(value: unknown, fact: string, digits?: number): Hex {
  const isHex = typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value)
  if (!isHex || (digits !== undefined && value.length !== digits)) throw new ChainAnswerError({ fact })
  return value.toLowerCase() as Hex
}

function numberOf(value: unknown, fact: string): number {
  const number = typeof value === 'string' && value.startsWith('0x') ? Number(value) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new ChainAnswerError({ fact })
  return number
}

function objectOf(value: unknown, fact: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new ChainAnswerError({ fact })
  return value as Readonly<Record<string, unknown>>
}

/** @throws {ChainAnswerError} for anything that is not a header. */
export function parseHeader(value: unknown, counting: BlockNumberKind): Header {
  const header = objectOf(value, 'a header is no object')
  const number = numberOf(header['number'], 'a header has no number')
  return {
    number,
    protocolBlock:
      counting === 'own' ? number : numberOf(header['l1BlockNumber'], 'a header has no L1 block number'),
    hash: hexOf(header['hash'], 'a header has no hash', hashDigits),
    parentHash: hexOf(header['parentHash'], 'a header has no parent', hashDigits),
    time: numberOf(header['timestamp'], 'a header has no time'),
    logsBloom: hexToBytes(hexOf(header['logsBloom'], 'a header has no filter of its logs', bloomDigits)),
  }
}

/** @throws {ChainAnswerError} for anything that is not a list of logs. */
export function parseLogs(value: unknown): readonly RawLog[] {
  if (!Array.isArray(value)) throw new ChainAnswerError({ fact: 'logs are no list' })
  return value.map(parseLog)
}

function parseLog(value: unknown): RawLog {
  const log = objectOf(value, 'a log is no object')
  if (log['removed'] === true) throw new ChainAnswerError({ fact: 'a log is said to be removed' })
  const topics: unknown = log['topics']
  if (!Array.isArray(topics) || topics.length > mostTopics)
    throw new ChainAnswerError({ fact: 'a log has no topics' })
  return {
    address: hexOf(log['address'], 'a log has no address', addressDigits),
    topics: topics.map((topic) => hexOf(topic, 'a topic is no word', hashDigits)),
    data: hexOf(log['data'], 'a log has no data'),
    blockNumber: numberOf(log['blockNumber'], 'a log has no block'),
    blockHash: hexOf(log['blockHash'], 'a log has no block', hashDigits),
    txHash: hexOf(log['transactionHash'], 'a log has no transaction', hashDigits),
    logIndex: numberOf(log['logIndex'], 'a log has no index'),
  }
}
