export type { TicketLost, TicketRedeemed } from '../redemption/events.ts'
export { type RedeemerConfig, type RedeemerConfigInput, redeemerConfigSchema } from './config.ts'
export { Redeemer, type RedeemerDependencies } from './redeemer.ts'
export type { RedeemerStatus } from './status.ts'
