import { audioPid, packetBytes, patPid, pmtPid, streamType, syncByte, videoPid } from './constants.ts'
import { crc32Mpeg } from './crc32.ts'

const reservedBits = 0xe0
const programNumber = 1

/** A section in one packet: header, pointer field, section, CRC, stuffing. */
function tablePacket(pid: number, tableId: number, version: number, body: readonly number[]): Uint8Array {
  const packet = new Uint8Array(packetBytes).fill(0xff)
  const sectionLength = body.length + 9
  const id = tableId === 0 ? 1 : programNumber
  const section = Uint8Array.of(
    tableId,
    0xb0 | (sectionLength >> 8),
    sectionLength & 0xff,
    id >> 8,
    id & 0xff,
    0xc1 | (version << 1),
    0,
    0,
    ...body,
  )
  packet.set([syncByte, 0x40 | (pid >> 8), pid & 0xff, 0x10, 0])
  packet.set(section, 5)
  new DataView(packet.buffer).setUint32(5 + section.length, crc32Mpeg(section))
  return packet
}

const pidBytes = (pid: number): number[] => [reservedBits | (pid >> 8), pid & 0xff]

/** Program association table that names our one program. */
export function patPacket(): Uint8Array {
  return tablePacket(patPid, 0, 0, [programNumber >> 8, programNumber & 0xff, ...pidBytes(pmtPid)])
}

/** Program map table. Its version says whether there is audio, so that it changes when the tracks do. */
export function pmtPacket({ hasAudio }: { hasAudio: boolean }): Uint8Array {
  const noDescriptors = [0xf0, 0]
  const entry = (type: number, pid: number) => [type, ...pidBytes(pid), ...noDescriptors]
  return tablePacket(pmtPid, 2, hasAudio ? 1 : 0, [
    ...pidBytes(videoPid),
    ...noDescriptors,
    ...entry(streamType.h264, videoPid),
    ...(hasAudio ? entry(streamType.adts, audioPid) : []),
  ])
}
