import { parseEtherAmount, parseTokenAmount } from '@millrace/chain/operations'

type Units = { readonly symbol?: string }

export const etherText = (text: string): string => parseEtherAmount(text).toString()

export const tokenText = (text: string, units: Units): string => parseTokenAmount(text, units).toString()

/** An amount, or all that there is. */
export const tokenOrAll = (text: string, units: Units): string =>
  text === 'all' ? text : tokenText(text, units)

export const etherOrAll = (text: string): string => (text === 'all' ? text : etherText(text))

/** What the help says of amounts. */
export const tokenAmount = 'tokens with their unit, e.g. "100 LPT"'
export const etherAmount = 'ether with its unit, e.g. "0.5 ether"'
