/**
 * Hosts a number of orchestrators, each with its own port, key, certificate and ticket parameters, and tells their
 * parent process where they are. What lies behind the wire is left out: no segment is ever sent.
 */
import { randomBytes } from 'node:crypto'
import { silentLogger } from '@millrace/common'
import { bytesToHex, keccak256, localSigner } from '@millrace/crypto'
import { Balances, createPrice, MemoryNonceStore, TicketRecipient } from '@millrace/payments'
import {
  AuthTokens,
  createCapabilities,
  createOrchestratorInfo,
  defaultCapabilities,
  OrchestratorServer,
  TranscodeRefusedError,
  verifyOrchestratorRequest,
} from '@millrace/wire'
import { cpuMs } from './cpu.ts'
import { chainFacts, type HostedOrchestrator } from './facts.ts'

const { scheme, latestBlock, round, blockHash, depositWei, reserveWei } = chainFacts
const count = Number(process.argv[2])
const price = createPrice(600n, 1n)
const settings = {
  ticketEvWei: 8_000_000_000n,
  txCostMultiplier: 100,
  redeemGas: 1_200_000n,
  averageGasPriceWei: 10_000_000n,
  maxFaceValueWei: 0n,
  ticketExpiryBlocks: 40n,
}
const chain = {
  head: () => ({
    latestBlock,
    currentRound: round,
    gasPriceWei: 10_000_000n,
    creationRounds: [{ creationRound: round, creationRoundBlockHash: blockHash }],
    isRecipientActive: true,
  }),
  senderFacts: async () => ({
    depositWei,
    reserveRemainingWei: reserveWei,
    reserveClaimedInRoundWei: 0n,
    withdrawRound: 0n,
    claimedByRecipientWei: 0n,
    poolSize: 100n,
    pendingWei: 0n,
  }),
}

async function host(): Promise<HostedOrchestrator> {
  const signer = localSigner(bytesToHex(randomBytes(32)))
  const tokens = new AuthTokens({ secret: randomBytes(32) }, { randomBytes })
  const recipient = new TicketRecipient(
    { scheme, recipient: signer.address, secret: randomBytes(32), settings },
    {
      chain,
      nonces: new MemoryNonceStore(),
      balances: new Balances(),
      book: { record: async () => {} },
      randomBytes,
    },
  )
  const nothing = () => Promise.reject(new TranscodeRefusedError('nothing is transcoded here'))
  const server: OrchestratorServer = await OrchestratorServer.create(
    { host: '127.0.0.1', port: 0, serviceHost: '127.0.0.1' },
    {
      log: silentLogger(),
      handlers: {
        getOrchestrator: async (request) => {
          const sender = verifyOrchestratorRequest(request, { isOffChain: false })
          return createOrchestratorInfo({
            serviceUri: `https://127.0.0.1:${server.port}`,
            address: signer.address,
            price,
            ticketParams: await recipient.issueParams(sender, price),
            capabilities: createCapabilities({ capabilities: defaultCapabilities, version: '0.9.1' }),
            authToken: tokens.issue(Date.now()),
            nodes: [],
            region: 'eu',
          })
        },
        endTranscodingSession: async () => {},
        // The proof of its key, that gateways ask for with a new certificate.
        ping: (value) => signer.signMessage(keccak256(value)),
        segment: nothing,
        rendition: async () => undefined,
      },
    },
  )
  const stakeWei = String(BigInt(1 + randomBytes(1).readUInt8()) * 10n ** 18n)
  return { address: signer.address, serviceUri: `https://127.0.0.1:${server.port}`, stakeWei }
}

process.send?.(await Promise.all(Array.from({ length: count }, host)))
process.on('message', () => process.send?.(cpuMs()))
// Lives as long as its parent.
process.on('disconnect', () => process.exit())
