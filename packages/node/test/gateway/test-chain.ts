import { randomBytes } from 'node:crypto'
import { bytesToHex, localSigner, type Signer } from '@millrace/crypto'
import type { GatewayChain } from '@millrace/node/gateway'
import { type RecipientChain, ticketBrokerScheme } from '@millrace/payments'
import type { ScriptedOrchestrator } from './scripted-orchestrator.ts'

const ether = 10n ** 18n

/** What both sides see of a chain, as plain values that a test changes. The real chain is in the tests of the network. */
export class TestChain {
  readonly sender: Signer = localSigner(bytesToHex(randomBytes(32)))
  readonly scheme = ticketBrokerScheme({ contract: `0x${'b'.repeat(40)}`, chainId: 31337n })
  latestBlock = 100n
  round = 5n
  depositWei = ether
  reserveWei = ether
  withdrawRound = 0n
  /** What was added to the deposit. */
  readonly additions: bigint[] = []
  orchestrators: readonly {
    readonly orchestrator: Pick<ScriptedOrchestrator, 'serviceUri' | 'address'>
    readonly stakeWei: bigint
  }[] = []
  readonly #blockHash = bytesToHex(randomBytes(32))

  get recipientChain(): RecipientChain {
    return {
      head: () => ({
        latestBlock: this.latestBlock,
        currentRound: this.round,
        gasPriceWei: 1n,
        creationRounds: [{ creationRound: this.round, creationRoundBlockHash: this.#blockHash }],
        isRecipientActive: true,
      }),
      senderFacts: async () => ({
        depositWei: this.depositWei,
        reserveRemainingWei: this.reserveWei,
        reserveClaimedInRoundWei: 0n,
        withdrawRound: this.withdrawRound,
        claimedByRecipientWei: 0n,
        poolSize: BigInt(Math.max(1, this.orchestrators.length)),
        pendingWei: 0n,
      }),
    }
  }

  get gatewayChain(): GatewayChain {
    return {
      chainId: 31337,
      controller: `0x${'c'.repeat(40)}`,
      ticketBroker: this.scheme.contract,
      signer: this.sender,
      addToDeposit: async (amountWei) => {
        this.additions.push(amountWei)
        this.depositWei += amountWei
        return bytesToHex(randomBytes(32))
      },
      isNodeAuthorized: async () => false,
      staking: {
        orchestrators: async () =>
          this.orchestrators.map(({ orchestrator, stakeWei }) => ({
            address: orchestrator.address,
            stakeWei,
            serviceUri: orchestrator.serviceUri,
            isActive: stakeWei > 0n,
          })),
      },
      reads: {
        latestBlock: async () => this.latestBlock,
        round: async () => ({ number: this.round, lastInitialized: this.round }),
        ticketRound: async () => ({ round: this.round, blockHash: this.#blockHash }),
        senderInfo: async () => ({
          depositWei: this.depositWei,
          withdrawRound: this.withdrawRound,
          reserveWei: this.reserveWei,
          reserveClaimedInCurrentRoundWei: 0n,
        }),
      },
    }
  }
}
