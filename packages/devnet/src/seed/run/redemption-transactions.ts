import { ticketBrokerAbi } from '@millrace/abi'
import { redemptionCall, type WinningTicket } from '@millrace/chain'
import { bytesToHex, localSigner } from '@millrace/crypto'
import { signTicket, type Ticket, type TicketScheme, ticketBrokerScheme } from '@millrace/payments'
import type { SeedActionOf, SeedTicket } from '../actions.ts'
import type { SeedDeployment } from './seed-deployment.ts'
import type { SeedTransaction } from './seed-transaction.ts'
import type { WaveFacts } from './wave-facts.ts'

const alwaysWins = 2n ** 256n - 1n

/** The call by which a recipient redeems tickets that their gateways signed. */
export async function redemptionTransaction(
  { from, tickets }: SeedActionOf<'redeem'>,
  { deployment, facts, chainId }: { deployment: SeedDeployment; facts: WaveFacts; chainId: bigint },
): Promise<SeedTransaction> {
  const scheme = ticketBrokerScheme({ contract: deployment.ticketBroker, chainId })
  const [first, ...others] = await Promise.all(tickets.map((ticket) => winner(ticket, scheme, facts)))
  if (!first) throw new RangeError('A redemption has no tickets.')
  const contract = { address: deployment.ticketBroker, abi: ticketBrokerAbi } as const
  return { from, ...redemptionCall(contract, [first, ...others]) }
}

async function winner(
  { sender, senderKey, recipient, faceValueWei, senderNonce, recipientRand }: SeedTicket,
  scheme: TicketScheme,
  { round, roundBlockHash }: WaveFacts,
): Promise<WinningTicket> {
  const ticket: Ticket = {
    sender,
    recipient,
    faceValueWei,
    senderNonce,
    winProb: alwaysWins,
    recipientRandHash: scheme.recipientRandHash(recipientRand),
    creationRound: round,
    creationRoundBlockHash: roundBlockHash,
  }
  const signature = await signTicket(scheme, ticket, localSigner(senderKey))
  const paramsExpirationBlock = 0n
  const { args } = scheme.redemption({ ticket, signature, recipientRand, paramsExpirationBlock })
  return { ticket: args[0], sig: bytesToHex(signature), recipientRand }
}
