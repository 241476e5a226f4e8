import { controllerAbi, governorAbi, tokenFaucetAbi, treasuryAbi, treasuryGovernorAbi } from '@millrace/abi'
import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  isAddressEqual,
  keccak256,
  zeroAddress,
} from 'viem'
import { addressIn } from '../protocol/inventory.ts'
import { finalOwner, type Step, type StepContext } from './step.ts'

/**
 * Step that makes the governor the treasury's only proposer, canceller and executor, and nobody its administrator but
 * the treasury itself.
 */
export function treasurySteps({ addresses, options }: StepContext): Step[] {
  const governors = [addressIn(addresses, 'treasuryGovernor')]
  const args = [options.parameters.treasuryMinDelaySeconds, governors, governors, zeroAddress] as const
  return [
    {
      // Anybody may initialise, so that somebody else could have, with powers of its own.
      name: 'initialise the Treasury',
      to: addressIn(addresses, 'treasury'),
      data: encodeFunctionData({ abi: treasuryAbi, functionName: 'initialize', args }),
    },
  ]
}

/** Step that gives the treasury's governor its parameters; rounds must have a length by then, for they are its clock. */
export function treasuryGovernorSteps({ addresses, options }: StepContext): Step[] {
  const { votingDelayRounds, votingPeriodRounds, proposalThreshold, quorumPpm, quotaPpm } = options.parameters
  const args = [votingDelayRounds, votingPeriodRounds, proposalThreshold, quorumPpm, quotaPpm] as const
  return [
    {
      name: 'initialise the TreasuryGovernor',
      to: addressIn(addresses, 'treasuryGovernor'),
      data: encodeFunctionData({ abi: treasuryGovernorAbi, functionName: 'initialize', args }),
    },
  ]
}

/** Step that names who may pause beside the owner. */
export function guardianSteps({ addresses, options, clients }: StepContext): Step[] {
  const { guardian } = options
  if (guardian === undefined) return []
  const controller = { address: addressIn(addresses, 'controller'), abi: controllerAbi } as const
  return [
    {
      name: 'set the guardian',
      to: controller.address,
      data: encodeFunctionData({ abi: controllerAbi, functionName: 'setGuardian', args: [guardian] }),
      isDone: async () => {
        const current = await clients.publicClient.readContract({ ...controller, functionName: 'guardian' })
        return isAddressEqual(current, guardian)
      },
    },
  ]
}

/** Step that gives the faucet to the protocol's owner. */
export function faucetSteps(context: StepContext): Step[] {
  if (context.options.faucet === undefined) return []
  return ownerSteps(context, {
    name: 'hand over the TokenFaucet',
    contract: { address: addressIn(context.addresses, 'tokenFaucet'), abi: tokenFaucetAbi },
    owner: finalOwner(context),
  })
}

/** Step that gives the Controller to the protocol's owner. */
export function controllerOwnerSteps(context: StepContext): Step[] {
  return ownerSteps(context, {
    name: 'hand over the Controller',
    contract: { address: addressIn(context.addresses, 'controller'), abi: controllerAbi },
    owner: finalOwner(context),
  })
}

function ownerSteps(
  { clients }: StepContext,
  facts: {
    name: string
    contract: { address: Address; abi: typeof controllerAbi | typeof tokenFaucetAbi }
    owner: Address
  },
): Step[] {
  const { name, contract, owner } = facts
  if (isAddressEqual(clients.walletClient.account.address, owner)) return []
  return [
    {
      name,
      to: contract.address,
      data: encodeFunctionData({ abi: contract.abi, functionName: 'transferOwnership', args: [owner] }),
      isDone: async () =>
        isAddressEqual(
          await clients.publicClient.readContract({ ...contract, functionName: 'owner' }),
          owner,
        ),
    },
  ]
}

/** Only an update of its own gives a Governor another owner: it is staged in one wave and executed in the next. */
export function governorOwnerSteps(context: StepContext): { stage: Step[]; execute: Step[] } {
  const { addresses, options, clients } = context
  const { publicClient, walletClient } = clients
  const address = addresses.governor
  if (address === undefined || isAddressEqual(walletClient.account.address, options.owner))
    return { stage: [], execute: [] }
  const governor = { address, abi: governorAbi } as const
  const args = [options.owner] as const
  const data = encodeFunctionData({ abi: governorAbi, functionName: 'transferOwnership', args })
  const update = { target: [address], value: [0n], data: [data], nonce: 0n } as const
  const isHandedOver = async () =>
    isAddressEqual(await publicClient.readContract({ ...governor, functionName: 'owner' }), options.owner)
  const isStaged = async () => {
    const hash = keccak256(encodeAbiParameters(updateParameters, [update]))
    return (await publicClient.readContract({ ...governor, functionName: 'updates', args: [hash] })) > 0n
  }
  return {
    stage: [
      {
        name: 'stage the Governor’s hand-over',
        to: address,
        data: encodeFunctionData({ abi: governorAbi, functionName: 'stage', args: [update, 0n] }),
        isDone: async () => (await isHandedOver()) || (await isStaged()),
      },
    ],
    execute: [
      {
        name: 'execute the Governor’s hand-over',
        to: address,
        data: encodeFunctionData({ abi: governorAbi, functionName: 'execute', args: [update] }),
        isDone: isHandedOver,
      },
    ],
  }
}

const updateParameters = [
  {
    type: 'tuple',
    components: [
      { name: 'target', type: 'address[]' },
      { name: 'value', type: 'uint256[]' },
      { name: 'data', type: 'bytes[]' },
      { name: 'nonce', type: 'uint256' },
    ],
  },
] as const
