/** Loaded before the tests under `MILLRACE_DEEP=1`: properties that name no number of runs are tried ten times as often. */
import fc from 'fast-check'

fc.configureGlobal({ numRuns: 1_000 })
