export interface LoopFacts {
  /** Length of one loop and start of the video, in video ticks. */
  readonly videoStart: bigint
  readonly videoLength: bigint
  readonly videoTicksPerSecond: number
  /** Start of the audio in audio ticks; undefined without audio. */
  readonly audioStart: bigint | undefined
  readonly audioTicksPerSecond: number
}

export interface PacketTimes {
  readonly pts: bigint
  readonly dts: bigint
}

export interface PacketFacts extends PacketTimes {
  readonly duration: bigint
}

/**
 * Rewrites the times of a clip that is played again and again. The video of each loop follows the one before at once.
 * Audio frames do not divide a loop evenly, so they run on a clock of their own that never stops or jumps: the loop in
 * which it lies ahead of the picture has one frame less, and it is never more than one frame off.
 */
export class LoopTimeline {
  readonly #facts: LoopFacts
  #loop = 0n
  #audioClock = 0n

  constructor(facts: LoopFacts) {
    this.#facts = facts
    this.#audioClock = this.#audioOffset()
  }

  /** To be called before each loop but the first. */
  nextLoop(): void {
    this.#loop += 1n
    const start = this.#audioAt(this.#loop) + this.#audioOffset()
    // Audio that ended early is taken up again with the picture; a lead or lag of a frame is left alone.
    if (this.#audioClock < start - BigInt(this.#facts.audioTicksPerSecond) / 20n) this.#audioClock = start
  }

  video({ pts, dts }: PacketFacts): PacketTimes {
    const shift = this.#loop * this.#facts.videoLength - this.#facts.videoStart
    return { pts: pts + shift, dts: dts + shift }
  }

  /** @returns undefined for a packet that has no place before the loop ends. */
  audio({ duration }: PacketFacts): PacketTimes | undefined {
    if (this.#audioClock >= this.#audioAt(this.#loop + 1n)) return undefined
    const time = this.#audioClock
    this.#audioClock += duration
    return { pts: time, dts: time }
  }

  #audioAt(loop: bigint): bigint {
    const { videoLength, videoTicksPerSecond, audioTicksPerSecond } = this.#facts
    const ticks = (loop * videoLength * BigInt(audioTicksPerSecond)) / BigInt(Math.round(videoTicksPerSecond))
    return ticks
  }

  /** Encoders start a little before zero; only audio that really starts later than the picture is delayed. */
  #audioOffset(): bigint {
    const { audioStart, videoStart, audioTicksPerSecond, videoTicksPerSecond } = this.#facts
    if (audioStart === undefined) return 0n
    const video = (videoStart * BigInt(audioTicksPerSecond)) / BigInt(Math.round(videoTicksPerSecond))
    return audioStart > video ? audioStart - video : 0n
  }
}
