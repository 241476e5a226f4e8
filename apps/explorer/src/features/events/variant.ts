type Args = Readonly<Record<string, unknown>>

const nobody = `0x${'0'.repeat(40)}`
/** The largest number of the chain: an allowance without a limit. */
const endless = String(2n ** 256n - 1n)

const variants: Readonly<Record<string, (args: Args) => string | undefined>> = {
  Bond: ({ oldDelegate, newDelegate, additionalAmount }) => {
    if (oldDelegate === nobody) return undefined
    if (oldDelegate === newDelegate) return 'same'
    return additionalAmount === '0' ? 'move' : 'moveMore'
  },
  WithdrawFees: ({ delegator, recipient }) => (delegator === recipient ? 'own' : undefined),
  RewardCallerSet: ({ rewardCaller }) => (rewardCaller === nobody ? 'none' : undefined),
  Approval: ({ value }) => (value === '0' ? 'none' : value === endless ? 'all' : undefined),
  Transfer: ({ from, to }) => (from === nobody ? 'mint' : to === nobody ? 'burn' : undefined),
  ServiceURIUpdate: ({ serviceURI }) => (serviceURI === '' ? 'none' : undefined),
  TextChanged: ({ value }) => (value === '' ? 'none' : undefined),
  VoteCast: ({ support }) => String(support),
  Vote: ({ choiceID }) => String(choiceID),
}

/** Which of the cases that have a sentence of their own an event is. */
export function variantOf(name: string, args: Args): string | undefined {
  return variants[name]?.(args)
}
