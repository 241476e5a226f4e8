import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type AnswerBlock, blockIn, type ReadDatabase } from './at-one-block.ts'
import { csvHeader, csvLine } from './csv.ts'
import { TooManyExportsError } from './errors.ts'
import { type ListDefinition, readListQuery, readPage } from './list.ts'

type ListQuery = ReturnType<typeof readListQuery>

export interface CsvExport {
  readonly block: AnswerBlock
  readonly body: ReadableStream<Uint8Array>
}

const pageRows = 1_000
/** Exports that wait for their turn, the running one included. */
const mostWaiting = 8

/**
 * All rows of a list as of one block. They are read in one transaction into a file that has no name any more, and sent
 * from there: a reader who takes them slowly holds up nobody, and nothing is left when it goes.
 */
export class CsvExports {
  readonly #database: ReadDatabase
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(database: ReadDatabase) {
    this.#database = database
  }

  /** @throws {TooManyExportsError | NotReadyError} */
  async begin(list: ListDefinition, query: ListQuery): Promise<CsvExport> {
    if (this.#waiting >= mostWaiting) throw new TooManyExportsError()
    this.#waiting++
    // One at a time: each takes a connection of the database while it reads.
    const turn = this.#last.then(() => this.#read(list, query)).finally(() => this.#waiting--)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #read(list: ListDefinition, query: ListQuery): Promise<CsvExport> {
    const file = await openNameless()
    try {
      const block = await this.#database.transaction(async (sql) => {
        let position = 0
        const write = async (text: string) => {
          position += (await file.write(Buffer.from(text), { position })).bytesWritten
        }
        // Where a transaction is tried again, its first try may have written more.
        await file.truncate(0)
        await write(csvHeader(list.columns))
        let page: ListQuery | undefined = { ...query, limit: pageRows }
        while (page) {
          const { items, next } = await readPage(list, page, sql)
          await write(items.map((row) => csvLine(list.columns, row)).join(''))
          page = next === undefined ? undefined : pageAfter(list, page, next)
        }
        return blockIn(sql)
      })
      return {
        block,
        body: Readable.toWeb(file.createReadStream({ start: 0 })) as ReadableStream<Uint8Array>,
      }
    } catch (error) {
      await file.close()
      throw error
    }
  }
}

function pageAfter(list: ListDefinition, query: ListQuery, cursor: string): ListQuery {
  return { ...query, after: readListQuery(list, { ...query, cursor }).after }
}

/** A file that is gone when it is closed, or when this process ends. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-csv-'))
  try {
    return await open(join(folder, 'rows.csv'), 'wx+', 0o600)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
