import { keccak256, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { OwnOperation } from './live.ts'
import type { GasNetwork } from './network.ts'

const main = privateKeyToAccount(keccak256(toHex('main account')))
const linked = privateKeyToAccount(keccak256(toHex('linked account')))
const deadline = 2n ** 40n

const linkTypes = {
  Link: [
    { name: 'account', type: 'address' },
    { name: 'main', type: 'address' },
    { name: 'linked', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** Gas of what the live network has nothing beside. */
export async function measureIdentity(network: GasNetwork): Promise<ReadonlyMap<OwnOperation, number>> {
  const send = (functionName: string, args: readonly unknown[]) =>
    network.send(main.address, { contract: 'identityRegistry', functionName, args })
  const records = [
    { key: 'name', value: 'Weir & Sluice' },
    { key: 'url', value: 'https://weir.example' },
    { key: 'region', value: 'Lisbon, Portugal' },
  ]
  const domain = {
    name: 'Millrace Identity',
    version: '1',
    chainId: network.chainId,
    verifyingContract: network.addresses.identityRegistry,
  } as const
  const message = { account: linked.address, main: main.address, linked: linked.address, nonce: 0n, deadline }
  const signature = await linked.signTypedData({ domain, types: linkTypes, primaryType: 'Link', message })
  const consent = { deadline, signature }
  const unsigned = { deadline: 0n, signature: '0x' }
  return new Map([
    ['setTexts: three short texts, new', await send('setTexts', [records])],
    ['setTexts: three short texts, again', await send('setTexts', [records])],
    ['link: signed by the other', await send('link', [main.address, linked.address, unsigned, consent])],
    ['unlink', await send('unlink', [linked.address])],
  ])
}
