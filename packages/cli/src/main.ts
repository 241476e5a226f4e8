#!/usr/bin/env node
/** The `millrace` command. */
import { CommanderError } from 'commander'
import { createProgram } from './program.ts'
import { reportFailure } from './report-failure.ts'

try {
  await createProgram().parseAsync(process.argv)
} catch (error) {
  process.exitCode = error instanceof CommanderError ? error.exitCode : reportFailure(error)
}
