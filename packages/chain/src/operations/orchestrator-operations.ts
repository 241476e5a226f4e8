import { isIP } from 'node:net'
import { isSameAddress, zeroAddress } from '@millrace/crypto'
import { z } from 'zod'
import { StakingCalls } from '../staking/staking-calls.ts'
import { contractCall } from '../tx/call.ts'
import { inEther, tokenWriter } from './facts.ts'
import { defineOperation, type OperationWarning } from './operation.ts'
import { address, serviceUri, sharePpm } from './parameters.ts'

const reward = defineOperation({
  name: 'reward',
  about: 'Mints the round’s reward for an orchestrator and its delegators, once a round.',
  account: 'orchestrator',
  parameters: z.strictObject({
    orchestrator: address
      .optional()
      .describe('Orchestrator that made the account its reward caller; left out: the account itself.'),
  }),
  async plan({ orchestrator: wanted }, context) {
    const { chain, from } = context
    const orchestrator = wanted ?? from
    const [call, rewardWei, round, write] = await Promise.all([
      new StakingCalls(chain).reward(from, orchestrator),
      chain.staking.expectedRewardWei(orchestrator),
      chain.rounds.current(),
      tokenWriter(context),
    ])
    return {
      calls: [call],
      effect: `Adds about ${write(rewardWei)} to the stake of ${orchestrator} and its delegators for round ${round.number}.`,
      warnings: [],
    }
  },
})

const setCuts = defineOperation({
  name: 'set-cuts',
  about: 'Sets the part of rewards that an orchestrator keeps, and the part of fees that its delegators get.',
  account: 'orchestrator',
  parameters: z.strictObject({
    rewardCutPpm: sharePpm.describe('Rewards kept by the orchestrator, in parts per million.'),
    feeSharePpm: sharePpm.describe('Fees given to its delegators, in parts per million.'),
  }),
  async plan({ rewardCutPpm, feeSharePpm }, { chain, from }) {
    const [call, now, round] = await Promise.all([
      new StakingCalls(chain).setCuts(from, { rewardCutPpm, feeSharePpm }),
      chain.staking.orchestrator(from),
      chain.rounds.current(),
    ])
    const locked = `Round ${round.number} is in its last part, in which cuts cannot change: wait for round ${round.number + 1n}.`
    return {
      calls: [call],
      effect: `Keeps ${percent(rewardCutPpm)} of rewards (now ${percent(now.rewardCutPpm)}) and gives ${percent(feeSharePpm)} of fees to delegators (now ${percent(now.feeSharePpm)}).`,
      warnings: round.isLocked ? [{ code: 'ROUND_LOCKED', message: locked }] : [],
    }
  },
})

const setServiceUri = defineOperation({
  name: 'set-service-uri',
  about: 'Tells gateways where an orchestrator is.',
  account: 'orchestrator',
  parameters: z.strictObject({ uri: serviceUri.describe('Where gateways reach it: https://HOST:PORT.') }),
  async plan({ uri }, { chain, from }) {
    const { isRegistered, serviceUri: now } = await chain.staking.orchestrator(from)
    const warnings: OperationWarning[] = []
    if (isLocal(new URL(uri).hostname))
      warnings.push({ code: 'URI_NOT_PUBLIC', message: `${uri} cannot be reached from other networks.` })
    if (!isRegistered)
      warnings.push({
        code: 'NO_ORCHESTRATOR',
        message: `${from} is not an orchestrator yet: it must bond to itself for gateways to look.`,
      })
    return {
      calls: [new StakingCalls(chain).setServiceUri(uri)],
      effect: `Gateways look for ${from} at ${uri} (now ${now === '' ? 'nowhere' : now}).`,
      warnings,
    }
  },
})

const setRewardCaller = defineOperation({
  name: 'set-reward-caller',
  about: 'Lets another account, such as a node’s own, call reward for this one.',
  account: 'orchestrator',
  parameters: z.strictObject({
    caller: z.union([z.literal('nobody'), address]).describe('Who may call reward, or nobody.'),
  }),
  async plan({ caller: wanted }, { chain, from }) {
    const caller = wanted === 'nobody' ? zeroAddress : wanted
    const isOther = wanted !== 'nobody' && !isSameAddress(caller, from)
    const balanceWei = isOther ? await chain.client.getBalance({ address: caller }) : undefined
    const poor = `${caller} has no ether to pay for its transactions.`
    return {
      calls: [new StakingCalls(chain).setRewardCaller(caller)],
      effect:
        wanted === 'nobody'
          ? `Only ${from} itself may call reward for it.`
          : `${caller} may call reward for ${from}, and nothing else${balanceWei ? `; it has ${inEther(balanceWei)}` : ''}.`,
      warnings: balanceWei === 0n ? [{ code: 'CALLER_WITHOUT_ETHER', message: poor }] : [],
    }
  },
})

const initializeRound = defineOperation({
  name: 'initialize-round',
  about: 'Starts the round, which anybody may do once its first block is there.',
  account: 'any account',
  parameters: z.strictObject({}),
  async plan(_parameters, { chain }) {
    const { number } = await chain.rounds.current()
    return {
      calls: [contractCall(chain.contracts.roundsManager, 'initializeRound', [])],
      effect: `Starts round ${number}.`,
      warnings: [],
    }
  },
})

function percent(ppm: bigint): string {
  const fraction = (ppm % 10_000n).toString().padStart(4, '0').replace(/0+$/, '')
  return `${ppm / 10_000n}${fraction && `.${fraction}`} %`
}

/** Names that only this machine or its network knows. */
function isLocal(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) === 0) return host === 'localhost' || host.endsWith('.local') || !host.includes('.')
  return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|::1?$|f[cd]|fe80)/i.test(host)
}

/** What orchestrators do. */
export const orchestratorOperations = [
  reward,
  setCuts,
  setServiceUri,
  setRewardCaller,
  initializeRound,
] as const
