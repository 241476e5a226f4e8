export type { NetworkView, OrchestratorView, RoundView } from './observe/view.ts'
