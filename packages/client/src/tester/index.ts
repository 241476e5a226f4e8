export { TesterUnavailableError } from './errors.ts'
export { fetchLeaderboard, type Leaderboard, type LeaderboardQuery, type Standing } from './leaderboard.ts'
