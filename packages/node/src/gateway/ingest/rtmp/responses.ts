import { type AmfObject, type AmfValue, encodeAmf } from './amf0.ts'
import { encodeMessage, sentChunkBytes } from './chunk-writer.ts'
import { messageType, uint32, userControl, userControlEvent } from './messages.ts'

const controlChunkStream = 2
const commandChunkStream = 3
const statusChunkStream = 5
const firstChunkBytes = 128
const maxDescriptionLength = 256
/** Bytes after which either side acknowledges what it received. */
export const windowBytes = 2_500_000
/** Limit type of set peer bandwidth: dynamic. */
const dynamicLimit = 2

function control(type: number, payload: Uint8Array, chunkBytes = sentChunkBytes): Uint8Array {
  return encodeMessage({ chunkStreamId: controlChunkStream, chunkBytes, type, streamId: 0, payload })
}

function command(values: readonly AmfValue[]): Uint8Array {
  const payload = encodeAmf(values)
  return encodeMessage({
    chunkStreamId: commandChunkStream,
    chunkBytes: sentChunkBytes,
    type: messageType.command,
    streamId: 0,
    payload,
  })
}

/** What goes before the answer to `connect`: window, bandwidth and our chunk size. */
export function connectionSettings(): Uint8Array {
  return Buffer.concat([
    control(messageType.windowAckSize, uint32(windowBytes), firstChunkBytes),
    control(
      messageType.setPeerBandwidth,
      Buffer.concat([uint32(windowBytes), Buffer.of(dynamicLimit)]),
      firstChunkBytes,
    ),
    control(messageType.setChunkSize, uint32(sentChunkBytes), firstChunkBytes),
  ])
}

/** Answer to `connect` (RTMP 1.0 7.2.1.1). */
export function connectAccepted(transaction: number): Uint8Array {
  const properties = { fmsVer: 'FMS/3,5,7,7009', capabilities: 31, mode: 1 }
  const information = {
    level: 'status',
    code: 'NetConnection.Connect.Success',
    description: 'Connection succeeded.',
    objectEncoding: 0,
  }
  return command(['_result', transaction, properties, information])
}

/** Answer to a call that has one value, or none. */
export function callResult(transaction: number, value?: AmfValue): Uint8Array {
  return command(['_result', transaction, null, value])
}

/** `onStatus` of a message stream. */
export function streamStatus({
  streamId,
  level,
  code,
  description,
}: {
  readonly streamId: number
  readonly level: 'status' | 'error'
  readonly code: string
  readonly description: string
}): Uint8Array {
  const information: AmfObject = { level, code, description: description.slice(0, maxDescriptionLength) }
  return encodeMessage({
    chunkStreamId: statusChunkStream,
    chunkBytes: sentChunkBytes,
    type: messageType.command,
    streamId,
    payload: encodeAmf(['onStatus', 0, null, information]),
  })
}

export function streamBegin(streamId: number): Uint8Array {
  return control(messageType.userControl, userControl(userControlEvent.streamBegin, uint32(streamId)))
}

export function pingResponse(value: Uint8Array): Uint8Array {
  return control(messageType.userControl, userControl(userControlEvent.pingResponse, value))
}

export function acknowledgement(receivedBytes: number): Uint8Array {
  return control(messageType.acknowledgement, uint32(receivedBytes % 2 ** 32))
}
