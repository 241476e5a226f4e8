import { shortAddress } from '@millrace/common/units'

/** An account in words; a name never stands for the address. */
export function nameAndAddress(address: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(address.toLowerCase())
  return name === undefined ? shortAddress(address) : `${name} · ${shortAddress(address)}`
}
