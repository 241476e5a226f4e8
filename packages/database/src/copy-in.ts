import type { Connection, Submittable } from 'pg'

/** What a connection does that the library's types leave out. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
}

/** A `copy … from stdin` with the rows that it sends, in the form in which the client takes statements of others. */
export class CopyIn implements Submittable {
  readonly #text: string
  readonly #lines: string
  readonly #settling = Promise.withResolvers<void>()

  constructor(text: string, lines: string) {
    this.#text = text
    this.#lines = lines
  }

  get done(): Promise<void> {
    return this.#settling.promise
  }

  submit(connection: Connection): void {
    ;(connection as unknown as CopyConnection).query(this.#text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.#lines))
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {
    // Comes before the server is ready for more, which is waited for.
  }

  handleReadyForQuery(): void {
    this.#settling.resolve()
  }

  handleError(error: Error): void {
    this.#settling.reject(error)
  }
}
