export { type TesterConfig, type TesterConfigInput, testerConfigSchema } from './config.ts'
export type { EndedRun, TesterEvents } from './run/events.ts'
export { Tester, type TesterDependencies } from './tester.ts'
