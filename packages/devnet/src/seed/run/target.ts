import {
  bondingManagerAbi,
  controllerAbi,
  roundsManagerAbi,
  ticketBrokerAbi,
  tokenAbi,
  treasuryGovernorAbi,
} from '@millrace/abi'
import type { Address } from '@millrace/crypto'
import { formatEther, type PublicClient } from 'viem'
import { SeedTargetError } from '../errors.ts'
import type { SeedFacts } from '../plan/create-plan.ts'
import { waveNames } from '../plan/waves.ts'
import type { SeedProfile } from '../profiles.ts'
import type { SeedDeployment } from './seed-deployment.ts'

const token = 10n ** 18n
/** A block for each wave, and the last tenth of a round is locked. */
const shortestRound = Math.ceil((waveNames.length + 1) / 0.9) + 1

/** @returns the owner of the protocol, whose tokens are handed out. @throws {SeedTargetError} */
export async function checkTarget(
  client: PublicClient,
  { deployment, profile }: { deployment: SeedDeployment; profile: SeedProfile },
): Promise<Address> {
  const { controller, bondingManager, roundsManager, token: tokenAddress } = deployment
  const owner = await client.readContract({ address: controller, abi: controllerAbi, functionName: 'owner' })
  const bonding = { address: bondingManager, abi: bondingManagerAbi } as const
  const [orchestrators, heldWei, roundLength] = await Promise.all([
    client.readContract({ ...bonding, functionName: 'getTranscoderPoolSize' }),
    client.readContract({ address: tokenAddress, abi: tokenAbi, functionName: 'balanceOf', args: [owner] }),
    client.readContract({ address: roundsManager, abi: roundsManagerAbi, functionName: 'roundLength' }),
  ])
  if (orchestrators > 0n)
    throw new SeedTargetError({ reason: `it has ${orchestrators} orchestrators already. Seed a fresh one.` })
  if (heldWei < profile.supplyTokens * token)
    throw new SeedTargetError({
      reason: `its owner ${owner} holds ${formatEther(heldWei)} tokens, and ${profile.supplyTokens} are handed out.`,
    })
  if (roundLength < shortestRound)
    throw new SeedTargetError({
      reason: `its rounds have ${roundLength} blocks, and what happens in one takes ${shortestRound}.`,
    })
  return owner
}

/** Parameters of the deployment that a history keeps to. */
export async function readFacts(
  client: PublicClient,
  { bondingManager, ticketBroker, treasuryGovernor }: SeedDeployment,
): Promise<SeedFacts> {
  const governor = treasuryGovernor && ({ address: treasuryGovernor, abi: treasuryGovernorAbi } as const)
  const facts = await Promise.all([
    client.readContract({ address: bondingManager, abi: bondingManagerAbi, functionName: 'unbondingPeriod' }),
    client.readContract({ address: ticketBroker, abi: ticketBrokerAbi, functionName: 'unlockPeriod' }),
    governor ? client.readContract({ ...governor, functionName: 'votingDelay' }) : 0n,
    governor ? client.readContract({ ...governor, functionName: 'votingPeriod' }) : 0n,
  ])
  const [unbondingPeriodRounds, unlockPeriodRounds, votingDelayRounds, votingPeriodRounds] = facts.map(Number)
  return {
    unbondingPeriodRounds: unbondingPeriodRounds ?? 0,
    unlockPeriodRounds: unlockPeriodRounds ?? 0,
    votingDelayRounds: votingDelayRounds ?? 0,
    votingPeriodRounds: votingPeriodRounds ?? 0,
  }
}
