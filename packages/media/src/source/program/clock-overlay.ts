import type { TrackEncoderOptions } from './track-encoder.ts'

/** How the picture is encoded, live, with the clock burnt in. */
export function clockEncoding(fontFile: string): TrackEncoderOptions {
  return { preset: 'ultrafast', isLive: true, overlay: clockOverlay(fontFile) }
}

/**
 * The filter that burns the wall clock, to the millisecond, and the number of the frame into the picture, so that
 * delay and lost frames can be read off a screen.
 */
function clockOverlay(fontFile: string): readonly [name: string, args: string] {
  const options = {
    fontfile: quoted(fontFile),
    // The colon separates the function from its format for drawtext, and options for the parser before it.
    text: '%{localtime\\:%T.%3N}  #%{frame_num}',
    fontsize: 'h/12',
    x: '(w-tw)/2',
    y: 'h-2*th',
    fontcolor: 'white',
    box: '1',
    boxcolor: 'black@0.6',
    boxborderw: 'th/3',
  }
  return [
    'drawtext',
    Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .join(':'),
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
