import {
  address,
  blockPollMs,
  logSettings,
  operatorHost,
  operatorPort,
  passwordFile,
  port,
  rpcUrls,
  signerAddress,
  signerUrl,
} from '@millrace/daemon'
import { z } from 'zod'
import { redemptionSettings } from '../redemption/config.ts'

/** Settings of the redeemer role. */
export const redeemerConfigSchema = z.strictObject({
  dataDir: z
    .string()
    .min(1)
    .default('./redeemer-data')
    .describe('Folder of this node’s state; one node a folder.'),
  ...logSettings,
  host: z.string().min(1).default('127.0.0.1').describe('Address that orchestrators reach this redeemer at.'),
  port: port.default(8936).describe('Port for orchestrators: gRPC; 0 takes a free port.'),
  plainText: z.boolean().default(false).describe('Serves without TLS.'),
  secretFile: z
    .string()
    .optional()
    .describe(
      'File with the secret that orchestrators must show; without it, everybody who reaches the port may ask.',
    ),
  maxWaitingTickets: z
    .int()
    .positive()
    .max(10_000_000)
    .default(100_000)
    .describe('Tickets that may wait; more are refused and stay with their orchestrators.'),
  operatorHost,
  operatorPort: operatorPort(7936),
  rpcUrls,
  controller: address.optional().describe('Controller contract; needed unless the chain has a preset.'),
  multicall: address.optional().describe('Multicall3 contract, where it is not at its usual address.'),
  keystoreFile: z.string().optional().describe('Keystore (version 3) of the key that pays for gas; needed.'),
  passwordFile,
  signerUrl,
  signerAddress,
  recipient: address.optional().describe('Staking account that is paid; by default this node’s own account.'),
  blockPollMs,
  ...redemptionSettings,
})

/** Parsed settings. */
export type RedeemerConfig = z.output<typeof redeemerConfigSchema>
/** Settings as written in a file: amounts as decimal text. */
export type RedeemerConfigInput = z.input<typeof redeemerConfigSchema>
