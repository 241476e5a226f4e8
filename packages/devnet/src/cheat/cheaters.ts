import type { DevnetSettings } from '../settings.ts'
import type { CheatSettings } from './settings.ts'

/** @returns settings of the program of the orchestrator at `index`, where it cheats. The setting of all means the first. */
export function cheatSettingsOf(
  { orchestrators, cheat: ofFirst, cheatAfter, cheatShare }: DevnetSettings,
  index: number,
): CheatSettings | undefined {
  const cheat = orchestrators[index]?.cheat ?? (index === 0 ? ofFirst : undefined)
  return cheat === undefined ? undefined : { cheat, cheatAfter, cheatShare }
}

export function hasCheats(settings: DevnetSettings): boolean {
  return settings.orchestrators.some((_, index) => cheatSettingsOf(settings, index) !== undefined)
}
