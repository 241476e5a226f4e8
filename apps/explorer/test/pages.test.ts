import { describe } from 'vitest'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { describeAccounts } from './pages/accounts.ts'
import { describeHealth } from './pages/health.ts'
import { describeHindsight } from './pages/hindsight.ts'
import { describeLeaderboard } from './pages/leaderboard.ts'
import { describeOrchestrator } from './pages/orchestrator.ts'
import { describeOrchestrators } from './pages/orchestrators.ts'
import { describeOverview } from './pages/overview.ts'
import { describeProfiles } from './pages/profiles.ts'
import { describeRounds } from './pages/rounds.ts'
import { describeSearch } from './pages/search.ts'
import { setStage } from './pages/stage.ts'
import { describeStatus } from './pages/status.ts'
import { describeStreams } from './pages/streams.ts'
import { describeTransactions } from './pages/transactions.ts'

// In one file, since all need a network that takes a while to be played.
describe.skipIf(isLeftOut('chromium'))('the explorer’s pages before a real network', () => {
  const stage = setStage()
  describeOverview(stage)
  describeStreams(stage)
  describeRounds(stage)
  describeTransactions(stage)
  describeSearch(stage)
  describeStatus(stage)
  describeHealth(stage)
  describeLeaderboard(stage)
  describeOrchestrators(stage)
  describeOrchestrator(stage)
  describeAccounts(stage)
  describeProfiles(stage)
  describeHindsight(stage)
})
