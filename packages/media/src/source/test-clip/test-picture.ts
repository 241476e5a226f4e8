/** What a test clip shows. */
export interface TestPicture {
  readonly widthPx: number
  readonly heightPx: number
  readonly framesPerSecond: number
  readonly seconds: number
}

/**
 * Filters that make a moving picture and a sound, by FFmpeg alone and different each time: kind of picture, colours, ways,
 * speeds, noise and tones come from `random` (0 to 1), so that nobody can know them, or their bytes, ahead.
 * @returns a graph in FFmpeg's own words, the picture as its first output and the sound as its second.
 */
export function testGraph(picture: TestPicture, random: () => number): string {
  const draw: Draw = {
    between: (least, most) => (least + random() * (most - least)).toFixed(4),
    whole: (most) => Math.floor(random() * most),
  }
  const show = pictures[draw.whole(pictures.length)] ?? card
  return [...show(picture, draw), sound(picture, draw)].join(';')
}

interface Draw {
  readonly between: (least: number, most: number) => string
  readonly whole: (most: number) => number
}

type Show = (picture: TestPicture, draw: Draw) => readonly string[]

/** FFmpeg's moving test card, from some moment on, in other colours. */
const card: Show = (picture, draw) => {
  const start = draw.whole(12)
  const source = `testsrc2=${sizeOf(picture)}:duration=${start + picture.seconds}`
  return [
    `${source},trim=start=${start},setpts=PTS-STARTPTS,hue=h=${draw.between(0, 360)}:s=${draw.between(0.7, 1)},${finish(draw)}`,
  ]
}

/** Colours that flow into each other, a small test card wandering before them. */
const drift: Show = (picture, draw) => {
  const { widthPx, heightPx, framesPerSecond: rate, seconds } = picture
  const small = `${even(widthPx / 3)}x${even(heightPx / 3)}`
  const wander = (room: string, speed: string) => `${room}/2*(1+sin(${speed}*t+${draw.between(0, 6)}))`
  const [x, y] = [wander('(W-w)', draw.between(0.6, 1.6)), wander('(H-h)', draw.between(0.6, 1.6))]
  const speed = draw.between(0.01, 0.05)
  return [
    `gradients=${sizeOf(picture)}:duration=${seconds}:n=4:seed=${draw.whole(2 ** 31)}:speed=${speed}[back]`,
    `testsrc2=size=${small}:rate=${rate}:duration=${seconds},hue=h=${draw.between(0, 360)}[front]`,
    `[back][front]overlay=x='${x}':y='${y}',${finish(draw)}`,
  ]
}

/** A test card that turns slowly: nothing in it stands still. */
const turn: Show = (picture, draw) => {
  const { widthPx, heightPx, framesPerSecond: rate, seconds } = picture
  // Larger than the picture, so that its corners stay filled as it turns.
  const side = even(Math.hypot(widthPx, heightPx))
  const angle = `${draw.between(0, 6)}+${draw.between(0.1, 0.4)}*t`
  return [
    `testsrc2=size=${side}x${side}:rate=${rate}:duration=${seconds},rotate='${angle}',crop=${widthPx}:${heightPx},hue=h=${draw.between(0, 360)}:s=${draw.between(0.7, 1)},${finish(draw)}`,
  ]
}

const pictures: readonly Show[] = [card, drift, turn]

/** Two tones, one of which swells. */
function sound({ seconds }: TestPicture, draw: Draw): string {
  const [low, high] = [draw.between(120, 600), draw.between(600, 2_000)]
  const wave = `0.2*sin(2*PI*${low}*t)+0.1*sin(2*PI*${high}*t)*(1+sin(${draw.between(1, 9)}*t))`
  return `aevalsrc='${wave}':sample_rate=48000:duration=${seconds}[out1]`
}

function sizeOf({ widthPx, heightPx, framesPerSecond }: TestPicture): string {
  return `size=${widthPx}x${heightPx}:rate=${framesPerSecond}`
}

/** Like a camera's, a little noise is in every picture: no two clips have a byte in common after encoding. */
function finish(draw: Draw): string {
  return `noise=alls=${1 + draw.whole(3)}:allf=t:all_seed=${draw.whole(2 ** 31)},format=pix_fmts=yuv420p[out0]`
}

function even(value: number): number {
  return 2 * Math.ceil(value / 2)
}
