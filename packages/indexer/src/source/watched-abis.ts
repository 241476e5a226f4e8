import {
  bondingManagerAbi,
  bondingVotesAbi,
  controllerAbi,
  governorAbi,
  identityRegistryAbi,
  merkleSnapshotAbi,
  minterAbi,
  pollAbi,
  pollCreatorAbi,
  roundsManagerAbi,
  serviceRegistryAbi,
  ticketBrokerAbi,
  tokenAbi,
  tokenFaucetAbi,
  treasuryAbi,
  treasuryGovernorAbi,
} from '@millrace/abi'
import type { Abi } from 'viem'
import type { WatchedContract } from '../projection/event.ts'

/** The ABI of each contract whose events are read. */
export const watchedAbis: Readonly<Record<WatchedContract, Abi>> = {
  controller: controllerAbi,
  token: tokenAbi,
  minter: minterAbi,
  roundsManager: roundsManagerAbi,
  bondingManager: bondingManagerAbi,
  ticketBroker: ticketBrokerAbi,
  serviceRegistry: serviceRegistryAbi,
  aiServiceRegistry: serviceRegistryAbi,
  bondingVotes: bondingVotesAbi,
  treasury: treasuryAbi,
  treasuryGovernor: treasuryGovernorAbi,
  pollCreator: pollCreatorAbi,
  poll: pollAbi,
  merkleSnapshot: merkleSnapshotAbi,
  governor: governorAbi,
  tokenFaucet: tokenFaucetAbi,
  identityRegistry: identityRegistryAbi,
}
