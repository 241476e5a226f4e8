import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedContracts } from './contracts.ts'

/** golden/reverts.json: what the live protocol says when it refuses. */
export interface GoldenReverts {
  /** Texts by live contract. */
  readonly contracts: Readonly<Record<string, readonly string[]>>
  /** Texts that our contract of that name says too. */
  readonly kept: Readonly<Record<string, readonly string[]>>
  /** Texts for which more than one error stands, whatever the contract. */
  readonly split: readonly {
    readonly text: string
    readonly errors: readonly string[]
    readonly reason: string
  }[]
  /** Texts that nothing of ours stands for. */
  readonly unanswered: readonly {
    readonly contract: string
    readonly text: string
    readonly reason: string
  }[]
  /**
   * Texts for which the errors of the libraries that we use stand; an empty list for none. By the error's name, or by
   * contract and name: `Treasury.FailedCall`.
   */
  readonly library: Readonly<Record<string, readonly string[]>>
}

/** An error that a contract declares. */
export interface ContractError {
  /** Name of the Solidity contract. */
  readonly contract: string
  readonly name: string
  readonly inputs: readonly { readonly name: string; readonly type: string }[]
  /** The texts of the live protocol for which it stands. */
  readonly liveTexts: readonly string[]
  /** Whether it is said what it stands for, be it nothing. */
  readonly isExplained: boolean
  /** What its documentation says before the texts, and behind them. */
  readonly summary: string
  readonly remark: string
}

interface Artifact {
  readonly abi: readonly {
    readonly type: string
    readonly name?: string
    readonly inputs?: ContractError['inputs']
  }[]
  readonly rawMetadata: string
}

interface Metadata {
  readonly output: {
    readonly userdoc: {
      readonly errors?: Readonly<Record<string, readonly { readonly notice: string }[]>>
    }
  }
}

/** Reads golden/reverts.json. */
export function readGoldenReverts(): GoldenReverts {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../golden/reverts.json'), 'utf8'))
}

/**
 * Reads the errors of every generated contract with what their documentation says.
 * @param outFolder forge's `out` folder
 */
export function readErrors(outFolder: string): ContractError[] {
  const { library } = readGoldenReverts()
  return generatedContracts.flatMap(({ artifact }) => {
    const path = join(outFolder, `${artifact}.sol`, `${artifact}.json`)
    const { abi, rawMetadata }: Artifact = JSON.parse(readFileSync(path, 'utf8'))
    const { output }: Metadata = JSON.parse(rawMetadata)
    return abi
      .filter((item) => item.type === 'error')
      .map(({ name = '', inputs = [] }) => {
        const notice = output.userdoc.errors?.[`${name}(${inputs.map(({ type }) => type)})`]?.[0]?.notice
        return {
          contract: artifact,
          name,
          inputs,
          ...explain(notice, library[`${artifact}.${name}`] ?? library[name]),
        }
      })
  })
}

/** @param notice such as `A summary. Live protocol: "a text". A remark.` */
function explain(
  notice: string | undefined,
  libraryTexts: readonly string[] | undefined,
): Pick<ContractError, 'liveTexts' | 'isExplained' | 'summary' | 'remark'> {
  if (notice === undefined) {
    return { liveTexts: libraryTexts ?? [], isExplained: libraryTexts !== undefined, summary: '', remark: '' }
  }
  const isExplained = /live protocol/i.test(notice)
  const found = /^(.*?)\s*Live protocol: ((?:"[^"]*"|[^".])*)\.?(.*)$/.exec(notice)
  if (!found) return { liveTexts: [], isExplained, summary: '', remark: notice }
  const [, summary = '', live = '', after = ''] = found
  const liveTexts = [...live.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text)
  const isTextAlone = live === `"${liveTexts[0]}"`
  const remark = [isTextAlone ? '' : `Live: ${live}.`, after.trim()].filter(Boolean).join(' ')
  return { liveTexts, isExplained, summary, remark }
}
