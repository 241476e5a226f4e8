const weiPerEther = 10n ** 18n

/**
 * A wei amount in ether, exact, with trailing zeros cut: `1500000000000000000n` → `1.5`.
 * `digits` limits the places after the point (cut, not rounded, so that a balance is never shown too high).
 */
export function formatEther(wei: bigint, { digits = 18 }: { digits?: number } = {}): string {
  const sign = wei < 0n ? '-' : ''
  const absolute = wei < 0n ? -wei : wei
  const fraction = (absolute % weiPerEther).toString().padStart(18, '0').slice(0, digits).replace(/0+$/, '')
  return `${sign}${absolute / weiPerEther}${fraction === '' ? '' : `.${fraction}`}`
}

/** `0x35Bc…3e40`: enough of an address to recognise it. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}
