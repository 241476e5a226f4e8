import { join } from 'node:path'
import { filling, lavfi, loop, photo } from './clip-inputs.ts'
import type { Clip } from './clips.ts'
import type { Originals } from './originals.ts'

/** Judged with limits that know nothing of them. */
export function testClips({ bideo, opencv }: Originals): readonly Omit<Clip, 'split'>[] {
  const data = (name: string) => join(opencv, 'examples/data', name)
  return [
    // A real night sky, filmed in steps: dark, with stars, clouds and the noise of the camera.
    { name: 'sky', input: loop(bideo), fps: 20, filter: 'scale=1280:720' },
    // Real pictures of one camera, five a second.
    {
      name: 'hand',
      ...{ input: ['-framerate', '5', ...photo(data('left%02d.jpg'))], fps: 25, isGrey: true },
      filter: 'fps=25',
    },
    {
      name: 'home',
      ...{ input: photo(data('home.jpg')), fps: 30 },
      filter: `${filling('1440:810')},crop=1280:720:x='80+70*sin(t*0.9)':y='45+40*cos(t*1.1)'`,
    },
    {
      name: 'butterfly',
      ...{ input: photo(data('butterfly.jpg')), fps: 24 },
      filter: `${filling('720:405')},crop=640:360:x='40+35*sin(t*2)':y=20,noise=alls=14:allf=t`,
    },
    {
      name: 'pitch',
      ...{ input: photo(data('messi5.jpg')), fps: 50 },
      filter: `${filling('1600:1000')},crop=960:540:x='320+300*sin(t*2.5)':y='200+150*cos(t*1.7)'`,
    },
    {
      name: 'portrait',
      ...{ input: photo(data('graf1.png')), fps: 30 },
      filter: `${filling('800:1400')},crop=720:1280:x=40:y='60+50*sin(t*1.5)'`,
    },
    {
      name: 'whale',
      ...{ input: photo(data('rubberwhale1.png')), fps: 25 },
      filter: `${filling('960:540')},rotate='0.03*sin(t*2)',crop=854:480,noise=alls=30:allf=t`,
    },
    {
      name: 'facade',
      ...{ input: photo(data('building.jpg')), fps: 25, isStill: true },
      filter: filling('1280:720'),
    },
    {
      name: 'arena',
      ...{ input: photo(data('basketball1.png')), fps: 30, isGrey: true },
      filter: `${filling('1400:790')},crop=1280:720:x='60+50*sin(t)':y=30,lutyuv=y=16+(val-16)*0.15,noise=c0s=4:c0f=t`,
    },
    {
      name: 'slides',
      ...{ input: photo(data('smarties.png')), fps: 30 },
      filter: `${filling('1600:900')},crop=854:480:x='mod(floor(t*1.6)*211,740)':y='mod(floor(t*1.6)*127,420)',hue=s='0.4+0.6*mod(floor(t*1.6),2)'`,
    },
    {
      name: 'digits',
      ...{ input: photo(data('digits.png')), fps: 15, isGrey: true },
      filter: `crop=1280:720:x='40*floor(t*4)':y='20*floor(t*2)'`,
    },
    {
      name: 'sand',
      ...{ input: lavfi('cellauto=s=160x90:rule=110:r=60:random_seed=5'), fps: 60, isGrey: true },
      filter: 'scale=1280:720:flags=neighbor',
    },
    {
      name: 'glow',
      ...{ input: lavfi('gradients=s=1280x720:r=30:seed=3:nb_colors=5:speed=0.02:duration=60'), fps: 30 },
    },
    {
      name: 'carpet',
      ...{ input: lavfi('sierpinski=s=854x480:r=25:seed=9:jump=60'), fps: 25, isGrey: true },
    },
  ]
}
