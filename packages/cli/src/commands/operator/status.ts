import type {
  GatewayComponents,
  OrchestratorComponents,
  RedeemerComponents,
  TesterComponents,
  TranscoderComponents,
} from '@millrace/client/operator'
import { answerOf } from '@millrace/client/operator'
import type { Command } from 'commander'
import { factLines } from '../../terminal/facts.ts'
import { durationWords, etherWords, pixelRateWords, priceWords } from '../../terminal/operator-words.ts'
import { type AccessFlags, type NodeAccess, type NodeFacts, nodeCommand, openNode, show } from './access.ts'

type Facts = readonly (readonly [string, string | undefined])[]

/** `millrace status`: what a node is, does, has and earns. */
export function statusCommand(): Command {
  return nodeCommand('status')
    .description('Shows what a running node is, does, has and earns.')
    .action(async (flags: AccessFlags) => {
      const node = await openNode(flags)
      const { status, facts } = await read(node)
      show(flags, { node: node.facts, status }, () => factLines([...headOf(node.facts), ...facts]))
    })
}

async function read(node: NodeAccess): Promise<{ status: object; facts: Facts }> {
  switch (node.role) {
    case 'gateway': {
      const status = await answerOf(node.client.GET('/api/v1/status'))
      return { status, facts: gatewayFacts(status) }
    }
    case 'orchestrator': {
      const status = await answerOf(node.client.GET('/api/v1/status'))
      return { status, facts: orchestratorFacts(status) }
    }
    case 'transcoder': {
      const status = await answerOf(node.client.GET('/api/v1/status'))
      return { status, facts: transcoderFacts(status) }
    }
    case 'redeemer': {
      const status = await answerOf(node.client.GET('/api/v1/status'))
      return { status, facts: redeemerFacts(status) }
    }
    case 'tester': {
      const status = await answerOf(node.client.GET('/api/v1/status'))
      return { status, facts: testerFacts(status) }
    }
  }
}

function headOf({ role, version, pid, startedAtMs, isReady, notReady }: NodeFacts): Facts {
  const since = durationWords(Date.now() - startedAtMs)
  return [
    [role, isReady ? 'ready' : `not ready: ${notReady}`],
    ['process', `${pid}, version ${version}, for ${since}`],
  ]
}

function gatewayFacts(status: GatewayComponents['schemas']['GatewayStatus']): Facts {
  const { funds, totals, orchestrators } = status
  const states = Object.entries(orchestrators).map(([state, count]) => `${count} ${state}`)
  return [
    ['account', status.chainId === undefined ? 'off chain' : `${status.address} on chain ${status.chainId}`],
    ['RTMP', status.rtmpUrl],
    ['HTTP', status.httpUrl],
    ['funds', fundsWords(funds)],
    ['streams', String(status.streams)],
    ['segments', `${totals.segmentsOut} of ${totals.segmentsIn} published, ${totals.segmentsLost} lost`],
    [
      'latency',
      totals.medianLatencyMs === undefined ? undefined : `${Math.round(totals.medianLatencyMs)} ms`,
    ],
    ['paid', `${etherWords(totals.ticketValueWei)} in ${totals.ticketsSent} tickets`],
    ['orchestrators', states.join(', ') || 'none'],
    ...status.problems.map((problem) => ['problem', problem] as const),
  ]
}

function fundsWords({
  state,
  reason,
  depositWei,
  reserveWei,
}: GatewayComponents['schemas']['Funds']): string {
  if (state === 'offchain') return 'none needed off chain'
  const amounts = `deposit ${etherWords(depositWei)}, reserve ${etherWords(reserveWei)}`
  return `${state}: ${amounts}${reason === undefined ? '' : `. ${reason}`}`
}

function orchestratorFacts(status: OrchestratorComponents['schemas']['OrchestratorStatus']): Facts {
  const { chainId, round, isActive, earnings, transcoders } = status
  const ready = transcoders.filter(({ state }) => state === 'ready').length
  const used = pixelRateWords(status.usedPixelsPerSecond)
  return [
    ['account', chainId === undefined ? 'off chain' : `${status.address} for ${status.recipient}`],
    ['service', status.serviceUri],
    [
      'chain',
      chainId === undefined ? undefined : `${chainId}, round ${round}, ${isActive ? 'active' : 'not active'}`,
    ],
    ['price', priceWords(status.price)],
    ['capacity', `${used} of ${pixelRateWords(status.capacityPixelsPerSecond)} promised`],
    ['sessions', String(status.sessions.length)],
    ['transcoders', `${ready} of ${transcoders.length} ready`],
    ['segments', `${status.segmentsDone} done, ${status.segmentsFailed} failed`],
    ['received', `${etherWords(earnings.ticketValueWei)} in ${earnings.ticketsReceived} tickets`],
    ['winners', winnersWords(earnings)],
  ]
}

function transcoderFacts(status: TranscoderComponents['schemas']['TranscoderStatus']): Facts {
  return [
    ['orchestrator', `${status.orchestrator}, ${status.state}`],
    ['capacity', `${pixelRateWords(status.capacityPixelsPerSecond)} in ${status.workers} processes`],
    [
      'segments',
      `${status.segmentsInFlight} at work, ${status.segmentsDone} done, ${status.segmentsFailed} failed`,
    ],
  ]
}

function redeemerFacts(status: RedeemerComponents['schemas']['RedeemerStatus']): Facts {
  const { chainId, round, isActive, tickets, endpoints } = status
  return [
    ['account', `${status.address} for ${status.recipient}`],
    ['serves', status.url],
    ['chain', `${chainId}, round ${round}, ${isActive ? 'active' : 'not active'}`],
    ['gas price', `${status.gasPriceWei} wei, on average ${status.averageGasPriceWei}`],
    ['endpoints', endpoints.map(({ host, isUp }) => `${host} ${isUp ? 'up' : 'down'}`).join(', ')],
    ['winners', winnersWords(tickets)],
  ]
}

function testerFacts(status: TesterComponents['schemas']['TesterStatus']): Facts {
  const { address, chainId, region, url, spentTodayWei, lastRun } = status
  return [
    ['account', chainId === undefined ? 'off chain' : `${address} on chain ${chainId}`],
    ['region', region],
    ['serves', url],
    ['deposit', status.depositWei && etherWords(status.depositWei)],
    ['reserve', status.reserveWei && etherWords(status.reserveWei)],
    ['spent today', etherWords(spentTodayWei)],
    ['last run', lastRun && `${lastRun.tested} of ${lastRun.orchestrators} orchestrators tested`],
  ]
}

/** What became of winning tickets. */
export function winnersWords(totals: RedeemerComponents['schemas']['TicketTotals']): string {
  const { ticketsWon, ticketsWaiting, ticketsRedeemed, ticketsLost, waitingWei, redeemedWei } = totals
  const waiting = `${ticketsWaiting} waiting (${etherWords(waitingWei)})`
  return `${ticketsWon}: ${waiting}, ${ticketsRedeemed} redeemed (${etherWords(redeemedWei)}), ${ticketsLost} lost`
}
