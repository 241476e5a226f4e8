import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What ffprobe finds in a file: container, pictures that decode, seconds from one to the next, codec of the sound. */
export async function probeFile(bytes: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-probe-'))
  try {
    const file = join(folder, 'file')
    await writeFile(file, bytes)
    const { stdout } = await run('ffprobe', [
      ...['-v', 'error', '-of', 'json', '-show_format', '-show_streams', '-count_frames'],
      ...[
        '-show_entries',
        'format=format_name:stream=codec_name,codec_type,nb_read_frames:packet=pts_time,codec_type',
      ],
      file,
    ])
    const { format, streams, packets } = JSON.parse(stdout)
    const ofType = (type: string) => streams.find((one: { codec_type: string }) => one.codec_type === type)
    const times: number[] = packets
      .filter((packet: { codec_type: string }) => packet.codec_type === 'video')
      .map((packet: { pts_time: string }) => Number(packet.pts_time))
      .sort((a: number, b: number) => a - b)
    return {
      format: String(format.format_name),
      frames: Number(ofType('video')?.nb_read_frames),
      steps: times.slice(1).map((time, index) => time - (times[index] ?? 0)),
      audioCodec: ofType('audio')?.codec_name,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
