import { recordProblem, type TextRecord } from '@millrace/common/identity'
import { type Hex, isHex } from 'viem'

type Texts = Readonly<Record<string, string>>

/** What has to be written so that a profile becomes what was entered; whitespace at the ends is nobody's wish. */
export function changesOf(before: Texts, entered: Texts): readonly TextRecord[] {
  return Object.entries(entered)
    .map(([key, value]) => ({ key, value: value.trim() }))
    .filter(({ key, value }) => value !== (before[key] ?? ''))
}

/** What is wrong with what was entered, by key. */
export function problemsOf(changes: readonly TextRecord[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap((record) => {
      const problem = recordProblem(record)
      return problem === undefined ? [] : [[record.key, problem] as const]
    }),
  )
}

/** The command line that does the same with a key on another machine, for a POSIX shell. */
export function setCommand(changes: readonly TextRecord[]): string {
  const words = changes.map(({ key, value }) => quoted(`${key}=${value}`))
  return ['millrace identity set', ...words, '--keystore-file key.json'].join(' ')
}

function quoted(word: string): string {
  return /^[\w.=:/@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

const mostCharacters = 10_000

/** A signature as somebody pastes it: by itself, or the whole file that `millrace identity sign` has signed. */
export function signatureIn(pasted: string): Hex | undefined {
  const text = pasted.trim()
  if (text.length > mostCharacters) return undefined
  const found = text.startsWith('{') ? /"signature"\s*:\s*"(0x[0-9a-fA-F]+)"/.exec(text)?.[1] : text
  return isHex(found) && found.length > 2 && found.length % 2 === 0 ? found : undefined
}
