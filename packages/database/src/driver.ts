export type Engine = 'pglite' | 'postgresql'

/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>

/** One session of an engine. */
export interface Connection {
  /** Rows by column name. */
  query(text: string, parameters: readonly unknown[]): Promise<readonly Row[]>
  /** Rows as arrays in the order of the columns. */
  queryArrays(text: string, parameters: readonly unknown[]): Promise<readonly (readonly unknown[])[]>
  /**
   * Adds rows to a table, the quickest way there is.
   * @param target - the table with its columns in parentheses
   * @param lines - rows as `copyLine` writes them
   */
  copyIn(target: string, lines: string): Promise<void>
  /** Runs any number of statements. */
  script(text: string): Promise<void>
}

export type Isolation = 'serializable' | 'read committed'

/** What an engine does for the handle; see {@link Connection} for the values that go in and come out. */
export interface Driver extends Pick<Connection, 'query' | 'queryArrays'> {
  readonly engine: Engine
  /** Runs the work once, commits what it did, or nothing when it throws. */
  transaction<T>(isolation: Isolation, work: (connection: Connection) => Promise<T>): Promise<T>
  close(): Promise<void>
}
