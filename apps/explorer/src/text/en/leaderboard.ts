/** How orchestrators did in tests. Only its page loads it. */
export const leaderboard = {
  title: 'Leaderboard',
  intro:
    'A tester sends each orchestrator test streams, pays for them, and looks at what comes back. The score is success × latency × quality × honesty, each from 0 to 1.',
  label: 'Orchestrators by score',
  region: 'Region',
  allRegions: 'All regions',
  profile: 'Rendition',
  allProfiles: 'All renditions',
  measured: (hours: string, at: string) => `Results of the last ${hours}, as of ${at}.`,
  none: {
    title: 'No tester is configured',
    text: 'Whoever serves these pages can name one that measures orchestrators (testerUrl).',
  },
  empty: {
    title: 'Nothing is measured yet',
    text: 'No orchestrator was tested in this time from this region with this rendition.',
  },
  columns: {
    place: '#',
    orchestrator: 'Orchestrator',
    region: 'Region',
    score: 'Score',
    success: 'Success',
    latency: 'Latency',
    quality: 'Quality',
    honesty: 'Honesty',
    roundTrip: 'Round trip',
    segments: 'Segments',
    failure: 'Last failure',
  },
  hints: {
    score: 'Success × latency × quality × honesty',
    success: 'Segments whose renditions all came in time and signed',
    latency: '1 − e^(−segment duration / round trip), 0.63 when both are the same',
    quality: 'Renditions as ordered, of those that were looked at closely',
    honesty: 'What was advertised for what was made, as a part of what was asked',
    roundTrip: 'From sending a segment to holding all its renditions, on average',
  },
  unknown: '–',
}
