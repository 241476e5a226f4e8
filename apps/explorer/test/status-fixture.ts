import type { StatusEventsJson, StatusJson } from '@millrace/client'

/** Accounts of the network that the gateway has to do with. */
export interface StatusAccounts {
  readonly gateway: string
  /** One that works, and one that is in trouble. */
  readonly orchestrators: readonly [string, string]
}

const nobody = `0x${'f'.repeat(40)}`

const emptyStatus: StatusJson = {
  apiVersion: 1,
  now: 1_000,
  lastEventId: 1,
  gateway: { address: nobody, version: '0.0.0', startedAt: 0, httpUrl: 'http://127.0.0.1:1' },
  funds: { state: 'ok', depositWei: '1', reserveWei: '1' },
  totals: {
    segmentsIn: 0,
    segmentsOut: 0,
    segmentsLost: 0,
    ticketsSent: 0,
    ticketValueWei: '0',
    feesWei: '0',
  },
  streams: [],
  orchestrators: [],
  segments: [],
}

export const stream = (state: StatusEventsJson['stream']['state']): StatusEventsJson['stream'] => ({
  id: 'show',
  state,
  startedAt: 0,
  playbackPath: '/hls/show/index.m3u8',
  renditions: [],
  segmentsIn: 0,
  segmentsOut: 0,
  segmentsLost: 0,
})

export const segmentOf = (
  orchestrator: string,
  seqNo: number,
  change: Partial<StatusEventsJson['segment']> = {},
): StatusEventsJson['segment'] => ({
  streamId: 'show',
  seqNo,
  state: 'published',
  receivedAt: seqNo * 2_000,
  startMs: seqNo * 2_000,
  durationMs: 2_000,
  bytes: 1,
  latencyMs: 400 + seqNo,
  orchestrator,
  attempts: [{ orchestrator, startedAt: seqNo, outcome: 'won', durationMs: 300, hedge: false }],
  renditions: [],
  ...change,
})

/** A gateway without a stream. */
export function quietStatus(gateway: string): StatusJson {
  return { ...emptyStatus, gateway: { ...emptyStatus.gateway, address: gateway } }
}

/** A stream with five segments; one orchestrator is in trouble. No playlist is behind it. */
export function busyStatus({ gateway, orchestrators: [working, troubled] }: StatusAccounts): StatusJson {
  return {
    ...quietStatus(gateway),
    streams: [stream('waiting')],
    segments: [0, 1, 2, 3, 4].map((seqNo) => segmentOf(working, seqNo)),
    orchestrators: [
      {
        address: troubled,
        serviceUri: 'https://127.0.0.1:8936',
        region: 'us-east',
        state: 'suspended',
        reason: 'Its last segments failed.',
        price: { wei: '90000000', pixels: '1' },
        segmentsDone: 3,
        segmentsFailed: 2,
        ticketsSent: 12,
        ticketValueWei: '0',
        checks: {
          checked: 18,
          bad: 2,
          lastBad: {
            at: 6_000,
            streamId: 'show',
            seqNo: 3,
            reasons: [
              {
                rendition: '720p',
                code: 'OTHER_PICTURE',
                message: 'The hash distance is 32.000, above 6.25.',
              },
            ],
          },
        },
      },
    ],
  }
}
