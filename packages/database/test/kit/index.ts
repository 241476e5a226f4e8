export { isPostgresLeftOut } from './postgres-programs.ts'
export { PostgresServer } from './postgres-server.ts'
export { databasesForTests, type TestEngine } from './test-engines.ts'
