/** One thing that was looked at, how it is, and what to do about it. */
export interface Finding {
  readonly subject: 'reach' | 'certificate' | 'key' | 'clock' | 'bandwidth' | 'benchmark'
  readonly state: 'good' | 'warning' | 'problem'
  readonly text: string
  /** What to do; missing where nothing is to be done. */
  readonly advice?: string
}

export function good(subject: Finding['subject'], text: string): Finding {
  return { subject, state: 'good', text }
}
