import type { StatusEventsJson, StatusJson } from '@millrace/client'

export const orchestrators = [
  { address: `0x${'a'.repeat(40)}` as const, stake: 3_000n * 10n ** 18n, isActive: true },
  { address: `0x${'b'.repeat(40)}` as const, stake: 2_000n * 10n ** 18n, isActive: true },
  { address: `0x${'e'.repeat(40)}` as const, stake: 1_000n * 10n ** 18n, isActive: false },
]

export const emptyStatus: StatusJson = {
  apiVersion: 1,
  now: 1_000,
  lastEventId: 1,
  gateway: { address: `0x${'f'.repeat(40)}`, version: '0.0.0', startedAt: 0, httpUrl: 'http://127.0.0.1:1' },
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

export const segment = (
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
  orchestrator: `0x${'a'.repeat(40)}`,
  attempts: [
    { orchestrator: `0x${'a'.repeat(40)}`, startedAt: seqNo, outcome: 'won', durationMs: 300, hedge: false },
  ],
  renditions: [],
  ...change,
})

/** A stream with five segments; one orchestrator is in trouble. No playlist is behind it. */
export const busyStatus: StatusJson = {
  ...emptyStatus,
  streams: [stream('waiting')],
  segments: [0, 1, 2, 3, 4].map((seqNo) => segment(seqNo)),
  orchestrators: [
    {
      address: `0x${'b'.repeat(40)}`,
      serviceUri: 'https://127.0.0.1:8936',
      region: 'us-east',
      state: 'suspended',
      reason: 'Its last segments failed.',
      price: { wei: '90000000', pixels: '1' },
      segmentsDone: 3,
      segmentsFailed: 2,
      ticketsSent: 12,
      ticketValueWei: '0',
    },
  ],
}
