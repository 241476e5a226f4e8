export { uint256 } from './columns.ts'
export { copyLine } from './copy-line.ts'
export {
  Database,
  type DatabaseOptions,
  openDatabase,
  type Schema,
  type Session,
  type TransactionSession,
} from './database.ts'
export type { Engine, Row } from './driver.ts'
export {
  DatabaseFolderError,
  DatabaseInUseError,
  DatabaseUnreachableError,
  DatabaseUrlError,
  DatabaseVersionError,
  MigrationChangedError,
  ServerVersionError,
} from './errors.ts'
export type { MigrationsOf } from './migrations.ts'
export type { DatabasePlace } from './open-driver.ts'
export { schemaDifferences } from './schema-differences.ts'
