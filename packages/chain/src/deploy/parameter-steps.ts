import { bondingManagerAbi, roundsManagerAbi, ticketBrokerAbi } from '@millrace/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { DeployOptions, ProtocolParameters } from './options.ts'
import type { Step, StepContext } from './step.ts'

/** Steps that set every parameter which the owner could set later too. */
export function protocolParameterSteps(context: StepContext): Step[] {
  return [...stakingSteps(context), ...roundSteps(context), ...paymentSteps(context)]
}

function stakingSteps({ addresses, options, clients }: StepContext): Step[] {
  const contract = { address: addresses.bondingManager, abi: bondingManagerAbi } as const
  const read = (functionName: 'unbondingPeriod' | 'getTranscoderPoolMaxSize' | TreasuryRead) =>
    clients.publicClient.readContract({ ...contract, functionName })
  const step = (name: keyof ProtocolParameters, data: Hex, current: () => Promise<bigint>): Step =>
    parameterStep(options, { name, to: contract.address, data, current })
  const { unbondingPeriodRounds, numActiveOrchestrators, treasuryRewardCutRate, treasuryBalanceCeiling } =
    options.parameters
  const encode = (
    functionName:
      | 'setUnbondingPeriod'
      | 'setNumActiveTranscoders'
      | 'setTreasuryRewardCutRate'
      | 'setTreasuryBalanceCeiling',
    value: bigint,
  ) => encodeFunctionData({ abi: bondingManagerAbi, functionName, args: [value] })
  return [
    step('unbondingPeriodRounds', encode('setUnbondingPeriod', unbondingPeriodRounds), () =>
      read('unbondingPeriod'),
    ),
    step('numActiveOrchestrators', encode('setNumActiveTranscoders', numActiveOrchestrators), () =>
      read('getTranscoderPoolMaxSize'),
    ),
    step('treasuryRewardCutRate', encode('setTreasuryRewardCutRate', treasuryRewardCutRate), () =>
      read('nextRoundTreasuryRewardCutRate'),
    ),
    step('treasuryBalanceCeiling', encode('setTreasuryBalanceCeiling', treasuryBalanceCeiling), () =>
      read('treasuryBalanceCeiling'),
    ),
  ]
}

type TreasuryRead = 'nextRoundTreasuryRewardCutRate' | 'treasuryBalanceCeiling'

function roundSteps({ addresses, options, clients }: StepContext): Step[] {
  const contract = { address: addresses.roundsManager, abi: roundsManagerAbi } as const
  const read = (functionName: 'roundLength' | 'roundLockAmount') =>
    clients.publicClient.readContract({ ...contract, functionName })
  const encode = (functionName: 'setRoundLength' | 'setRoundLockAmount', value: bigint) =>
    encodeFunctionData({ abi: roundsManagerAbi, functionName, args: [value] })
  const { roundLengthBlocks, roundLockPpm } = options.parameters
  return [
    parameterStep(options, {
      name: 'roundLengthBlocks',
      to: contract.address,
      data: encode('setRoundLength', roundLengthBlocks),
      current: () => read('roundLength'),
    }),
    parameterStep(options, {
      name: 'roundLockPpm',
      to: contract.address,
      data: encode('setRoundLockAmount', roundLockPpm),
      current: () => read('roundLockAmount'),
    }),
  ]
}

function paymentSteps({ addresses, options, clients }: StepContext): Step[] {
  const contract = { address: addresses.ticketBroker, abi: ticketBrokerAbi } as const
  const read = (functionName: 'unlockPeriod' | 'ticketValidityPeriod') =>
    clients.publicClient.readContract({ ...contract, functionName })
  const encode = (functionName: 'setUnlockPeriod' | 'setTicketValidityPeriod', value: bigint) =>
    encodeFunctionData({ abi: ticketBrokerAbi, functionName, args: [value] })
  const { unlockPeriodRounds, ticketValidityPeriodRounds } = options.parameters
  return [
    parameterStep(options, {
      name: 'unlockPeriodRounds',
      to: contract.address,
      data: encode('setUnlockPeriod', unlockPeriodRounds),
      current: () => read('unlockPeriod'),
    }),
    parameterStep(options, {
      name: 'ticketValidityPeriodRounds',
      to: contract.address,
      data: encode('setTicketValidityPeriod', ticketValidityPeriodRounds),
      current: () => read('ticketValidityPeriod'),
    }),
  ]
}

function parameterStep(
  { parameters }: DeployOptions,
  {
    name,
    to,
    data,
    current,
  }: { name: keyof ProtocolParameters; to: Address; data: Hex; current: () => Promise<bigint> },
): Step {
  return { name: `set ${name}`, to, data, isDone: async () => (await current()) === parameters[name] }
}
