import { governorAbi } from '@millrace/abi'
import { type Address, isAddressEqual, zeroAddress, zeroHash } from 'viem'
import type { Chain } from '../client/connect.ts'
import { decodeFailure } from '../tx/revert.ts'
import type { AdminCall, Authority } from './administration.ts'
import { ChangeNotSupportedError, NotAllowedError } from './errors.ts'

const roles: Readonly<Record<Exclude<Authority, 'anyone'>, string>> = {
  owner: 'the Controller’s owner',
  'owner or guardian': 'the Controller’s owner',
  treasury: 'the treasury',
  'owner of the governor': 'the Governor’s owner',
}

/**
 * Asks the chain whether an account may make a call.
 * @throws {NotAllowedError} when it may not
 */
export async function requireAllowed(
  chain: Chain,
  { change, by }: AdminCall,
  account: Address,
): Promise<void> {
  if (by === 'anyone') return
  const allowed = await allowedFor(chain, by)
  if (isAddressEqual(allowed, account)) return
  if (by === 'owner or guardian' && (await isGuardian(chain, account))) return
  const isContract = (await chain.client.getCode({ address: allowed })) !== undefined
  throw new NotAllowedError({ change, account, allowed, role: roles[by], by, isContract })
}

/**
 * Tries a call as the account that may make it, without sending it.
 * @returns why it would be refused as things stand, or undefined if it would not
 */
export async function refusalOf(
  chain: Chain,
  { by, to, data, change }: AdminCall,
): Promise<Error | undefined> {
  // A proposal makes such a call in a way of its own, which cannot be tried.
  if (by === 'treasury') return undefined
  const account = by === 'anyone' ? zeroAddress : await allowedFor(chain, by)
  try {
    await chain.client.call({ account, to, data })
    return undefined
  } catch (error) {
    const failure = decodeFailure(error, { label: change, account })
    return failure instanceof Error ? failure : new Error(String(failure))
  }
}

/**
 * @returns the Governor that owns the Controller
 * @throws {ChangeNotSupportedError} when something else owns it
 */
export async function governorOf(chain: Chain): Promise<Address> {
  const { client, contracts } = chain
  const owner = await client.readContract({ ...contracts.controller, functionName: 'owner' })
  const isGovernor = await client
    .readContract({ address: owner, abi: governorAbi, functionName: 'updates', args: [zeroHash] })
    .then(
      () => true,
      () => false,
    )
  if (!isGovernor) throw new ChangeNotSupportedError({ change: 'stage updates', lacking: 'Governor' })
  return owner
}

async function allowedFor(chain: Chain, by: Exclude<Authority, 'anyone'>): Promise<Address> {
  const { client, contracts, addresses } = chain
  switch (by) {
    case 'treasury':
      return addresses.treasury ?? zeroAddress
    case 'owner of the governor':
      return client.readContract({
        address: await governorOf(chain),
        abi: governorAbi,
        functionName: 'owner',
      })
    default:
      return client.readContract({ ...contracts.controller, functionName: 'owner' })
  }
}

/** A Controller without a guardian refuses the question. */
async function isGuardian({ client, contracts }: Chain, account: Address): Promise<boolean> {
  const guardian = await client
    .readContract({ ...contracts.controller, functionName: 'guardian' })
    .catch(() => zeroAddress)
  return isAddressEqual(guardian, account)
}
