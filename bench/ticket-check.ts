import { bytesToHex, hexToBytes, localSigner, secp256k1Backend } from '@millrace/crypto'
import { recoverTicketSigner, signTicket, type Ticket, ticketBrokerScheme } from '@millrace/payments'
import { encodePacked, keccak256, recoverMessageAddress } from 'viem'
import type { BenchContext } from './main.ts'

interface SignedTicket {
  readonly ticket: Ticket
  readonly signature: Uint8Array
}

const turns = 5
const cpuMsPerTurn = 400
const scheme = ticketBrokerScheme({ contract: '0x00000000000000000000000000000000000000aA', chainId: 31337n })
const signer = localSigner('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')

/** Whole check of a ticket's signature (ticket hash, EIP-191, recovery, address) per CPU-second, ours beside viem's. */
export default async function ticketCheck({ log }: BenchContext): Promise<Record<string, unknown>> {
  const tickets = await signedTickets(64)
  const rates = { ours: [] as number[], viem: [] as number[] }
  for (let turn = 0; turn < turns; turn++) {
    rates.ours.push(await checksPerCpuSecond(tickets, checkOurs))
    rates.viem.push(await checksPerCpuSecond(tickets, checkWithViem))
    log(
      `turn ${turn + 1} of ${turns}: ${Math.round(rates.ours.at(-1) ?? 0)} and ${Math.round(rates.viem.at(-1) ?? 0)}`,
    )
  }
  const ours = median(rates.ours)
  const viem = median(rates.viem)
  return {
    bench: 'ticket-check',
    backend: secp256k1Backend(),
    checksPerCpuSecond: Math.round(ours),
    viemChecksPerCpuSecond: Math.round(viem),
    ratio: Number((ours / viem).toFixed(1)),
  }
}

async function signedTickets(count: number): Promise<readonly SignedTicket[]> {
  const tickets: SignedTicket[] = []
  for (let senderNonce = 1; senderNonce <= count; senderNonce++) {
    const ticket: Ticket = {
      recipient: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      sender: signer.address,
      faceValueWei: 12n * 10n ** 15n,
      winProb: 1n << 236n,
      senderNonce,
      recipientRandHash: `0x${'5a'.repeat(32)}`,
      creationRound: 3812n,
      creationRoundBlockHash: `0x${'41'.repeat(32)}`,
    }
    tickets.push({ ticket, signature: await signTicket(scheme, ticket, signer) })
  }
  return tickets
}

function checkOurs({ ticket, signature }: SignedTicket): string | undefined {
  return recoverTicketSigner(scheme, ticket, signature)
}

function checkWithViem({ ticket, signature }: SignedTicket): Promise<string> {
  const hash = keccak256(
    encodePacked(
      ['address', 'address', 'uint256', 'uint256', 'uint256', 'bytes32', 'bytes'],
      [
        ticket.recipient,
        ticket.sender,
        ticket.faceValueWei,
        ticket.winProb,
        BigInt(ticket.senderNonce),
        ticket.recipientRandHash,
        bytesToHex(scheme.auxData(ticket)),
      ],
    ),
  )
  return recoverMessageAddress({
    message: { raw: hexToBytes(hash) },
    signature: bytesToHex(signature),
  })
}

async function checksPerCpuSecond(
  tickets: readonly SignedTicket[],
  check: (signed: SignedTicket) => string | undefined | Promise<string>,
): Promise<number> {
  let checks = 0
  const start = process.cpuUsage()
  let cpuUs = 0
  while (cpuUs < cpuMsPerTurn * 1000) {
    for (const signed of tickets) {
      if ((await check(signed)) !== signer.address) throw new Error('A good ticket was refused.')
    }
    checks += tickets.length
    const { user, system } = process.cpuUsage(start)
    cpuUs = user + system
  }
  return (checks * 1e6) / cpuUs
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
