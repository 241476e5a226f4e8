/** All tables, by subject. */
export { block, checkpoint, contract, event, eventAccount, outbox, undo } from './chain-tables.ts'
export { accountLink, profileText } from './identity-tables.ts'
export { day, parameter, protocol, round } from './network-tables.ts'
export { gateway, gatewayDay, orchestratorDay, payment, tokenHolder } from './payment-tables.ts'
export { cutChange, delegator, orchestrator, pool, stakeChange, unbondingLock } from './staking-tables.ts'
export { poll, pollVote, proposal, proposalVote } from './vote-tables.ts'
