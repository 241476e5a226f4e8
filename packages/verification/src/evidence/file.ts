import { bytesToHex, concatBytes, hexToBytes, keccak256, type Signer } from '@millrace/crypto'
import { decodeStatement } from './decode-statement.ts'
import { encodeStatement } from './encode-statement.ts'
import { EvidenceError } from './errors.ts'
import type { Evidence, EvidenceStatement } from './evidence.ts'
import { evidenceVersion, maxEvidenceBytes } from './limits.ts'

/** A byte that no text has, a name, and line ends that a transfer as text would change. */
const magic = Uint8Array.of(0x89, 0x4d, 0x4c, 0x45, 0x56, 0x0d, 0x0a, 0x1a)

/** The video that a statement is about; what is left out must be had by its hash. */
export type EvidenceVideo = Pick<Evidence, 'source' | 'renditions'>

/**
 * Makes evidence of what a gateway says.
 * @param signer - the gateway's key; undefined off chain.
 * @throws {EvidenceError} when the statement or the video is out of bounds, or one is not about the other.
 */
export async function createEvidence(
  statement: EvidenceStatement,
  video: EvidenceVideo,
  signer: Signer | undefined,
): Promise<Evidence> {
  const address = keccak256(encodeStatement(statement))
  const reportSignature = signer ? await signer.signMessage(address) : new Uint8Array()
  const evidence = { address: bytesToHex(address), statement, reportSignature, ...video }
  return decodeEvidence(encodeEvidence(evidence))
}

/** The bytes of the file: address, statement, signature, then source and renditions, each after its length. */
export function encodeEvidence({
  address,
  statement,
  reportSignature,
  source,
  renditions,
}: Evidence): Uint8Array {
  const absent = new Uint8Array()
  return concatBytes(
    magic,
    Uint8Array.of(evidenceVersion >> 8, evidenceVersion & 0xff),
    hexToBytes(address),
    ...withLength(encodeStatement(statement)),
    ...withLength(reportSignature),
    ...[source, ...renditions].flatMap((bytes) => withLength(bytes ?? absent)),
  )
}

/**
 * Reads a file of evidence. What is returned contradicts itself nowhere in its form; see `verifyEvidence` for the rest.
 * @throws {EvidenceError} when it is cut, changed, too large or of another kind.
 */
export function decodeEvidence(file: Uint8Array): Evidence {
  if (file.length > maxEvidenceBytes) throw tooLarge(file.length)
  const parts = new Parts(file)
  if (Buffer.compare(parts.take(Math.min(magic.length, file.length)), magic) !== 0)
    throw new EvidenceError('EVIDENCE_OTHER_FILE', 'This is no file of evidence.')
  const version = parts.number(2)
  if (version !== evidenceVersion)
    throw new EvidenceError(
      'EVIDENCE_UNKNOWN_VERSION',
      `The evidence has version ${version}; this program knows ${evidenceVersion}.`,
    )
  const address = bytesToHex(parts.take(32))
  const encoded = parts.takeWithLength()
  if (bytesToHex(keccak256(encoded)) !== address)
    throw new EvidenceError(
      'EVIDENCE_OTHER_STATEMENT',
      'The statement is not the one that the address is of.',
    )
  const statement = decodeStatement(encoded)
  const reportSignature = parts.takeWithLength()
  const lengths = [
    statement.order.sourceByteLength,
    ...statement.result.renditions.map((one) => one.byteLength),
  ]
  const [source, ...renditions] = lengths.map((length, index) => takeVideo(parts, length, index))
  parts.assertEnd()
  return { address, statement, reportSignature, source, renditions }
}

/** Length 0 stands for video that is left out, unless it has no bytes at all. */
function takeVideo(parts: Parts, stated: number, index: number): Uint8Array | undefined {
  const bytes = parts.takeWithLength()
  if (bytes.length === stated) return bytes
  if (bytes.length === 0) return undefined
  const what = videoName(index)
  throw new EvidenceError('EVIDENCE_OTHER_VIDEO', `The ${what} has ${bytes.length} bytes, not ${stated}.`)
}

/** @param index - 0 for the source, then the renditions */
export function videoName(index: number): string {
  return index === 0 ? 'source' : `rendition ${index - 1}`
}

function withLength(bytes: Uint8Array): readonly Uint8Array[] {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, bytes.length)
  return [length, bytes]
}

function tooLarge(bytes: number): EvidenceError {
  return new EvidenceError(
    'EVIDENCE_TOO_LARGE',
    `Evidence has ${maxEvidenceBytes} bytes at most, not ${bytes}.`,
  )
}

/** Reads a file from its beginning to its end. */
class Parts {
  readonly #file: Uint8Array
  #at = 0

  constructor(file: Uint8Array) {
    this.#file = file
  }

  take(length: number): Uint8Array {
    if (length > this.#file.length - this.#at)
      throw new EvidenceError('EVIDENCE_CUT_SHORT', 'The evidence ends before its time.')
    this.#at += length
    return this.#file.subarray(this.#at - length, this.#at)
  }

  /** Big-endian. */
  number(byteLength: number): number {
    return this.take(byteLength).reduce((value, byte) => value * 256 + byte, 0)
  }

  takeWithLength(): Uint8Array {
    return this.take(this.number(4))
  }

  assertEnd(): void {
    const left = this.#file.length - this.#at
    if (left > 0)
      throw new EvidenceError('EVIDENCE_BYTES_LEFT_OVER', `After the evidence come ${left} more bytes.`)
  }
}
