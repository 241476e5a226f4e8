import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeClip } from '../packages/node/test/gateway/clip.ts'
import type { FabricKind } from './hosts/host-network.ts'
import { LiveStreams } from './hosts/live-streams.ts'
import { faceValueWei } from './hosts/roles.ts'
import { funds, type OperatorPlace, type RunningOrchestrator, WideNetwork } from './hosts/wide-network.ts'
import { until } from './support/until.ts'

const isDeep = process.env.MILLRACE_DEEP === '1'
const asked = z.enum(['namespaces', 'loopback']).optional().parse(process.env.MILLRACE_HOSTS)
const asWellAsPossible = { fabric: asked ?? 'as this machine lets them be', kind: asked }
const onAddresses = { fabric: 'loopback', kind: 'loopback' as FabricKind }
const clipSeconds = 20

const count = z.int().nonnegative()
const winners = z.object({
  ticketsWon: count,
  ticketsWaiting: count,
  ticketsRedeemed: count,
  ticketsLost: count,
  redeemedWei: z.string().transform(BigInt),
})
const orchestratorStatus = z.object({
  segmentsDone: count,
  transcoders: z.array(z.object({ id: z.string() })),
  earnings: winners,
})
const redeemerStatus = z.object({ tickets: winners, endpoints: z.array(z.object({ isUp: z.boolean() })) })

async function statusOf<T extends z.ZodType>(
  { statusUrl, tokenFile }: OperatorPlace,
  schema: T,
): Promise<z.output<T>> {
  const authorization = `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`
  return schema.parse(await (await fetch(statusUrl, { headers: { authorization } })).json())
}

describe.each(isDeep && !asked ? [asWellAsPossible, onAddresses] : [asWellAsPossible])(
  'a network of nine hosts, $fabric',
  ({ kind }) => {
    let network: WideNetwork
    let streams: LiveStreams
    let alpha: RunningOrchestrator
    let beta: RunningOrchestrator
    let gamma: RunningOrchestrator

    beforeAll(async () => {
      const { sources } = await makeClip(clipSeconds)
      network = await WideNetwork.create(kind)
      console.info(`hosts are made of ${network.hosts.kind}`)
      ;[alpha, beta, gamma] = network.orchestrators as [
        RunningOrchestrator,
        RunningOrchestrator,
        RunningOrchestrator,
      ]
      streams = new LiveStreams(network.gateways, sources)
      await until('both gateways know three orchestrators', async () =>
        (await streams.statuses()).every((status) => status.orchestrators.filter(isThere).length === 3),
      )
    }, 300_000)

    afterAll(() => network?.close(), 60_000)

    afterEach(({ task }) => {
      if (task.result?.state === 'fail') console.error(network.output())
    })

    /** Segments that an orchestrator did for either gateway. */
    async function doneBy({ address }: RunningOrchestrator): Promise<number> {
      const done = (await streams.statuses()).map(
        ({ orchestrators }) => orchestrators.find((one) => one.address === address)?.segmentsDone ?? 0,
      )
      return done.reduce((sum, segments) => sum + segments, 0)
    }

    async function expectNothingLost(): Promise<void> {
      for (const { totals } of await streams.statuses())
        expect(totals).toMatchObject({
          segmentsIn: streams.pushed,
          segmentsOut: streams.pushed,
          segmentsLost: 0,
        })
    }

    const earningsOf = async ({ operator }: RunningOrchestrator) =>
      (await statusOf(operator, orchestratorStatus)).earnings
    const redeemer = () => statusOf(network.redeemer.operator, redeemerStatus)

    test('three orchestrators serve the streams of two gateways, over a way too on which connections break', async () => {
      await streams.push(4)
      await streams.pushUntil('every orchestrator has worked', async () => {
        const done = await Promise.all([alpha, beta, gamma].map(doneBy))
        return done.every((segments) => segments > 0)
      })
      await streams.pushUntil('a connection broke on the way', async () => network.farWay.broken > 0)
      await expectNothingLost()
    }, 300_000)

    test('an orchestrator that is cut off is missed by nobody, and gets work again when it is back', async () => {
      const isMissed = async () => {
        const seen = (await streams.statuses()).map(({ orchestrators }) =>
          orchestrators.find(({ address }) => address === beta.address),
        )
        return seen.every((one) => one !== undefined && !isThere(one))
      }
      beta.host.cutOff()
      await streams.pushUntil('both gateways have seen that it is gone', isMissed)
      await streams.push(2)
      const before = await doneBy(beta)
      beta.host.joinAgain()
      await streams.pushUntil('it works again', async () => (await doneBy(beta)) > before)
      await expectNothingLost()
    }, 300_000)

    test('streams go on when a transcoder is killed', async () => {
      await network.transcoders[0]?.kill()
      await until('its orchestrator has only the other one left', async () => {
        const { transcoders } = await statusOf(gamma.operator, orchestratorStatus)
        return transcoders.length === 1
      })
      const before = await doneBy(gamma)
      await streams.pushUntil('the other one works', async () => (await doneBy(gamma)) > before)
      await expectNothingLost()
    }, 300_000)

    test('an endpoint of the chain goes away: all use the other one, until it is back', async () => {
      const [first] = network.endpoints
      const isUp = async () => (await redeemer()).endpoints[0]?.isUp
      await first?.close()
      const head = await network.protocol.chain.client.getBlockNumber()
      await until('gateways follow the chain by the other one', async () =>
        (await streams.statuses()).every((status) => (status.funds.block ?? 0) > head),
      )
      await until('the redeemer has noticed', async () => (await isUp()) === false)
      const before = await earningsOf(alpha)
      await streams.pushUntil(
        'tickets win',
        async () => (await earningsOf(alpha)).ticketsWon > before.ticketsWon,
      )
      await until('they are redeemed by the other one', async () => {
        const { ticketsRedeemed } = await earningsOf(alpha)
        return ticketsRedeemed > before.ticketsWon
      })
      await first?.open()
      await until('the redeemer uses it again', async () => await isUp())
      await expectNothingLost()
    }, 300_000)

    test('winners that come in while the redeemer is cut off are redeemed later, each once and to the wei', async () => {
      network.redeemer.host.cutOff()
      const before = await earningsOf(beta)
      await streams.pushUntil(
        'tickets win',
        async () => (await earningsOf(beta)).ticketsWon > before.ticketsWon,
      )
      const head = await network.protocol.chain.client.getBlockNumber()
      await until(
        'their parameters have expired',
        async () => (await network.protocol.chain.client.getBlockNumber()) > head + 12n,
      )
      const cutOff = await earningsOf(beta)
      expect(cutOff.ticketsWaiting).toBeGreaterThanOrEqual(cutOff.ticketsWon - before.ticketsWon)
      network.redeemer.host.joinAgain()
      await expectNothingLost()
      await until('nobody has a winner left', async () => {
        const all = [...(await Promise.all([alpha, beta, gamma].map(earningsOf))), (await redeemer()).tickets]
        return all.every(({ ticketsWaiting }) => ticketsWaiting === 0)
      })
      expect((await redeemer()).tickets).toMatchObject({
        ticketsWon: (await earningsOf(beta)).ticketsWon,
        ticketsLost: 0,
      })
      await expectPaidOnce()
    }, 300_000)

    async function expectPaidOnce(): Promise<void> {
      const { client, contracts, broker } = network.protocol.chain
      const redeemed = await client.getContractEvents({
        ...contracts.ticketBroker,
        eventName: 'WinningTicketRedeemed',
        fromBlock: 0n,
      })
      const tickets = redeemed.map(({ args }) => `${args.sender} ${args.senderNonce} ${args.recipientRand}`)
      expect(new Set(tickets).size).toBe(tickets.length)
      const paid = await client.getContractEvents({
        ...contracts.ticketBroker,
        eventName: 'WinningTicketTransfer',
        fromBlock: 0n,
      })
      expect(paid.map(({ args }) => args.amount)).toEqual(tickets.map(() => faceValueWei))
      for (const orchestrator of [alpha, beta, gamma]) {
        const own = paid.filter(({ args }) => args.recipient === orchestrator.address)
        const earnings = { ticketsWon: own.length, ticketsRedeemed: own.length, ticketsLost: 0 }
        const redeemedWei = BigInt(own.length) * faceValueWei
        expect(await earningsOf(orchestrator)).toMatchObject({ ...earnings, redeemedWei })
        expect(own.length).toBeGreaterThan(0)
      }
      const senders = new Set(paid.map(({ args }) => args.sender))
      expect(senders.size).toBe(network.gateways.length)
      for (const sender of senders) {
        if (sender === undefined) throw new Error('An event names its sender.')
        const own = paid.filter(({ args }) => args.sender === sender)
        const depositWei = funds.depositWei - BigInt(own.length) * faceValueWei
        expect(await broker.senderInfo(sender)).toMatchObject({ depositWei, reserveWei: funds.reserveWei })
      }
    }
  },
)

function isThere({ state }: { readonly state: string }): boolean {
  return state === 'ready' || state === 'serving'
}
