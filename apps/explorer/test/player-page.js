/**
 * The player alone on a page: what it tells is kept for the test to read. Plain JavaScript, for the types of what it
 * imports are those of a bundler.
 */
import { createPlayer, loadPlayer } from '../src/features/player/hls-player.ts'

const video = document.createElement('video')
video.muted = true
document.body.append(video)
window.told = []

// The element tells of its position late, as on a busy machine: after the first segment is on the screen.
let isLate = true
video.addEventListener('timeupdate', (event) => {
  if (isLate) event.stopImmediatePropagation()
})

const HlsPlayer = await loadPlayer()
const player = createPlayer(HlsPlayer, video, '/live.m3u8', {
  onLevels: () => undefined,
  onLevel: () => undefined,
  onBroken: (reason) => console.error(reason),
  onLatency: (latencySeconds) => {
    const { currentTime: positionSeconds } = video
    window.told.push({ latencySeconds, positionSeconds, elapsedSeconds: performance.now() / 1_000 })
  },
})
player?.on(HlsPlayer.Events.FRAG_CHANGED, () => {
  isLate = false
})
