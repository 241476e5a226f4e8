import { identityRegistryAbi } from '@millrace/abi'
import { account, type Protocol } from '@millrace/chain/testing'
import { type Address, encodeFunctionData, type Hex } from 'viem'

const far = 2n ** 40n

const linkTypes = {
  Link: [
    { name: 'account', type: 'address' },
    { name: 'main', type: 'address' },
    { name: 'linked', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** What people do in the registry of identities, by the numbers of their accounts. */
export class Identities {
  readonly #protocol: Protocol
  readonly registry: Address

  /** @param registry by default the one that the Controller names */
  constructor(protocol: Protocol, registry: Address | undefined = protocol.chain.addresses.identityRegistry) {
    if (registry === undefined) throw new Error('The deployment has a registry of identities.')
    this.#protocol = protocol
    this.registry = registry
  }

  async say(index: number, texts: Readonly<Record<string, string>>): Promise<void> {
    const records = Object.entries(texts).map(([key, value]) => ({ key, value }))
    await this.#send(
      index,
      encodeFunctionData({ abi: identityRegistryAbi, functionName: 'setTexts', args: [records] }),
    )
  }

  /** The main account sends, the linked one signs. */
  async link(main: number, linked: number): Promise<void> {
    const { client, chainId } = this.#protocol.chain
    const [mainAddress, linkedAddress] = [account(main).address, account(linked).address]
    const nonce = await client.readContract({
      ...{ address: this.registry, abi: identityRegistryAbi, functionName: 'nonces', args: [linkedAddress] },
    })
    const signature = await account(linked).account.signTypedData({
      domain: { name: 'Millrace Identity', version: '1', chainId, verifyingContract: this.registry },
      types: linkTypes,
      primaryType: 'Link',
      message: { account: linkedAddress, main: mainAddress, linked: linkedAddress, nonce, deadline: far },
    })
    const consents = [
      { deadline: 0n, signature: '0x' },
      { deadline: far, signature },
    ] as const
    const args = [mainAddress, linkedAddress, ...consents] as const
    await this.#send(main, encodeFunctionData({ abi: identityRegistryAbi, functionName: 'link', args }))
  }

  async unlink(by: number, linked: number): Promise<void> {
    const args = [account(linked).address] as const
    await this.#send(by, encodeFunctionData({ abi: identityRegistryAbi, functionName: 'unlink', args }))
  }

  async #send(index: number, data: Hex): Promise<void> {
    await this.#protocol.raw('anvil_autoImpersonateAccount', [true])
    await this.#protocol.send({ from: account(index).address, to: this.registry, data })
  }
}
