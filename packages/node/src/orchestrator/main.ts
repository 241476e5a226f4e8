import { runOrchestrator } from './daemon/run.ts'

await runOrchestrator({ args: process.argv.slice(2), env: process.env })
