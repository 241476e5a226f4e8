import { type AmfValue, decodeAmf } from './amf0.ts'
import { messageType, type RtmpMessage } from './messages.ts'

/** A call of the publisher (RTMP 1.0 7.2). */
export interface RtmpCommand {
  readonly name: string
  readonly transaction: number
  readonly object: AmfValue
  readonly values: readonly AmfValue[]
}

const maxTextLength = 2048

/** AMF3 messages carry AMF0 behind one byte, as far as encoders use them. */
function amfOf({ type, payload }: RtmpMessage): AmfValue[] {
  const isAmf3 = type === messageType.commandAmf3 || type === messageType.dataAmf3
  return decodeAmf(isAmf3 && payload[0] === 0 ? payload.subarray(1) : payload)
}

/** @throws {RtmpProtocolError} when the values cannot be read. */
export function readCommand(message: RtmpMessage): RtmpCommand {
  const [name, transaction, object, ...values] = amfOf(message)
  return {
    name: typeof name === 'string' ? name : '',
    transaction: typeof transaction === 'number' ? transaction : 0,
    object,
    values,
  }
}

/** Metadata of a data message, if it is such. @throws {RtmpProtocolError} when it cannot be read. */
export function readMetadata(message: RtmpMessage): Readonly<Record<string, AmfValue>> | undefined {
  const values = amfOf(message)
  const at = values[0] === '@setDataFrame' ? 1 : 0
  const metadata = values[at + 1]
  return values[at] === 'onMetaData' && isAmfObject(metadata) ? metadata : undefined
}

function isAmfObject(value: AmfValue): value is Readonly<Record<string, AmfValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** A text in a command's object or values; undefined when it is none or too long. */
export function textOf(value: AmfValue, key?: string): string | undefined {
  const text = key === undefined ? value : isAmfObject(value) ? value[key] : undefined
  return typeof text === 'string' && text.length <= maxTextLength ? text : undefined
}
