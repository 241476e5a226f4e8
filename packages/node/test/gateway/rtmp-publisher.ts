import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface PublisherOptions {
  readonly url: string
  readonly seconds: number
  readonly hasAudio?: boolean
  /** In real time, as an encoder does it; else as fast as it goes. */
  readonly isLive?: boolean
}

/** An encoder: FFmpeg that pushes a moving test picture by RTMP. */
export class RtmpPublisher {
  readonly #child: ChildProcess

  constructor({ url, seconds, hasAudio = true, isLive = true }: PublisherOptions) {
    const picture = ['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=30:duration=${seconds}`]
    const sound = hasAudio ? ['-f', 'lavfi', '-i', `sine=sample_rate=48000:duration=${seconds}`] : []
    const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p']
    const audio = hasAudio ? ['-c:a', 'aac'] : []
    const pace = isLive ? ['-re'] : []
    const args = ['-v', 'error', ...pace, ...picture, ...pace, ...sound, ...video, ...audio, '-f', 'flv', url]
    this.#child = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'ignore'] })
  }

  /** @returns the exit code; not 0 when the gateway sent it away. */
  async ended(): Promise<number> {
    if (this.#child.exitCode !== null) return this.#child.exitCode
    if (this.#child.signalCode !== null) return -1
    const [code] = await once(this.#child, 'exit')
    return typeof code === 'number' ? code : -1
  }

  /** As when the encoder's machine goes down. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended()
  }
}
