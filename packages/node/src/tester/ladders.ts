import { SettingsError } from '@millrace/daemon'
import { type PictureSize, type Profile, parseRenditions, presetNamed } from '@millrace/media'
import type { TesterConfig } from './config.ts'

/** What is ordered in one run. */
export interface TestLadder {
  readonly profiles: readonly Profile[]
  /** Of the source that they are made from. */
  readonly sourceSize: PictureSize
}

/** Sources are no larger than their largest rendition needs. */
const sourceSizes: readonly PictureSize[] = [
  { widthPx: 426, heightPx: 240 },
  { widthPx: 640, heightPx: 360 },
  { widthPx: 1280, heightPx: 720 },
  { widthPx: 1920, heightPx: 1080 },
]

/** @throws {SettingsError} when a rendition of the settings cannot be made or looked at. */
export function readTestLadders({ ladders }: Pick<TesterConfig, 'ladders'>): readonly TestLadder[] {
  return ladders.map((renditions) => {
    try {
      const profiles = renditions.flatMap((one) =>
        typeof one === 'string' ? [presetNamed(one)] : parseRenditions([one]),
      )
      checkLadder(profiles)
      return { profiles, sourceSize: sourceSizeFor(profiles) }
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)
      throw new SettingsError({ setting: 'ladders', problem, cause })
    }
  })
}

function checkLadder(profiles: readonly Profile[]): void {
  const names = profiles.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new Error('two renditions of a list have the same name')
  if (profiles.some(({ format }) => format !== 'mpegts')) throw new Error('renditions must be MPEG-TS')
  if (profiles.some(({ codec }) => codec !== 'h264')) throw new Error('renditions must be H.264')
}

function sourceSizeFor(profiles: readonly Profile[]): PictureSize {
  const isEnough = ({ widthPx, heightPx }: PictureSize) =>
    profiles.every((profile) => profile.widthPx <= widthPx && profile.heightPx <= heightPx)
  const largest = sourceSizes.at(-1)
  const size = sourceSizes.find(isEnough) ?? largest
  if (!size) throw new Error('There are no sizes.')
  return size
}
