import * as z from 'zod/mini'

const address = z.templateLiteral(['0x', z.string().check(z.regex(/^[0-9a-fA-F]{40}$/))])
const privateKey = z.templateLiteral(['0x', z.string().check(z.regex(/^[0-9a-fA-F]{64}$/))])

/** What the server of these pages says of the network they show (`/config.json`). */
const configSchema = z.object({
  networkName: z.string(),
  rpcUrl: z.url(),
  chainId: z.int().check(z.positive()),
  controller: address,
  token: z.object({ name: z.string(), symbol: z.string() }),
  multicall: z.optional(address),
  deployedAtBlock: z._default(z.int().check(z.nonnegative()), 0),
  gatewayUrl: z.optional(z.url()),
  testerUrl: z.optional(z.url({ protocol: /^https?$/ })),
  rtmpUrl: z.optional(z.string()),
  walletConnectProjectId: z.optional(z.string()),
  priceHistoryUrl: z.optional(z.url({ protocol: /^https?$/ })),
  testAccounts: z.array(z.object({ name: z.string(), privateKey })),
})

export type NetworkConfig = z.output<typeof configSchema>

/** @throws {Error} when the server cannot be reached or describes no network. */
export async function fetchConfig(): Promise<NetworkConfig> {
  const response = await fetch('/config.json')
  if (!response.ok)
    throw new Error(`The server answered ${response.status} when asked which network this is.`)
  return configSchema.parse(await response.json())
}
