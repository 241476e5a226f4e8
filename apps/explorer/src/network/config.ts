import { z } from 'zod'

const address = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)])
const privateKey = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{64}$/)])

/** What the server of these pages says of the network they show (`/config.json`). */
const configSchema = z.object({
  networkName: z.string(),
  rpcUrl: z.url(),
  chainId: z.int().positive(),
  controller: address,
  token: z.object({ name: z.string(), symbol: z.string() }),
  multicall: address.optional(),
  deployedAtBlock: z.int().nonnegative().default(0),
  gatewayUrl: z.url().optional(),
  rtmpUrl: z.string().optional(),
  walletConnectProjectId: z.string().optional(),
  priceHistoryUrl: z.url({ protocol: /^https?$/ }).optional(),
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
