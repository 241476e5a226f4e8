import type { CheckReport } from '../commands/check.ts'

const marks = { good: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const

/** Findings, one a line with what to do below, and the settings that fit. */
export function checkReport({ findings, suggestion }: CheckReport): string {
  const lines = findings.flatMap(({ state, subject, text, advice }) => [
    `${marks[state]}  ${subject.padEnd(11)} ${text}`,
    ...(advice === undefined ? [] : [`         ${advice}`]),
  ])
  if (suggestion) {
    const { capacityPixelsPerSecond, sessions, pricePerPixel } = suggestion
    lines.push(
      '',
      'Settings that fit this machine:',
      `  capacityPixelsPerSecond ${capacityPixelsPerSecond}`,
      `  maxSessions             ${Math.max(1, sessions)}  (sessions of the usual ladder at once)`,
    )
    if (pricePerPixel)
      lines.push(`  pricePerPixel           ${JSON.stringify(pricePerPixel)}  (pays for the machine)`)
  }
  return `${lines.join('\n')}\n`
}
