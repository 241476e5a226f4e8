import { RtmpProtocolError } from './errors.ts'

const version = 3
const blockBytes = 1536
/** C0, C1 and C2 (RTMP 1.0 5.2). */
const clientBytes = 1 + 2 * blockBytes

/** The server's side of the plain handshake. */
export class Handshake {
  readonly #received = Buffer.alloc(clientBytes)
  readonly #random: Uint8Array
  #length = 0

  /** @param random 1528 bytes for S1. */
  constructor({ random }: { random: Uint8Array }) {
    this.#random = random
  }

  get isDone(): boolean {
    return this.#length === clientBytes
  }

  /**
   * Takes the client's next bytes.
   * @returns what to answer, and the bytes behind the handshake.
   * @throws {RtmpProtocolError} when the client does not begin as RTMP.
   */
  push(data: Uint8Array): { readonly reply: Uint8Array | undefined; readonly rest: Uint8Array } {
    const before = this.#length
    const taken = Math.min(data.length, clientBytes - before)
    this.#received.set(data.subarray(0, taken), before)
    this.#length += taken
    if (this.#length > 0 && this.#received[0] !== version) {
      throw new RtmpProtocolError({ what: 'handshake', reason: 'it does not begin with version 3' })
    }
    const isFirstBlockDone = before <= blockBytes && this.#length > blockBytes
    return { reply: isFirstBlockDone ? this.#reply() : undefined, rest: data.subarray(taken) }
  }

  /** S0, S1 and S2, which echoes C1. */
  #reply(): Uint8Array {
    const timeAndZero = Buffer.alloc(8)
    const s1 = Buffer.concat([timeAndZero, this.#random], blockBytes)
    return Buffer.concat([Buffer.of(version), s1, this.#received.subarray(1, 1 + blockBytes)])
  }
}
