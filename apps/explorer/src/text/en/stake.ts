/** Choosing an orchestrator, and the guide to the first stake. */
export const stake = {
  title: 'Stake',
  lead: 'Choose an orchestrator to bond to. What it keeps of rewards and whether it calls reward each round matter most.',
  guide: 'New to this? A guide to the first stake',
  label: 'Active orchestrators',
  empty: {
    title: 'No orchestrator is active',
    text: 'Those that register and have enough stake stand here.',
  },
  columns: {
    orchestrator: 'Orchestrator',
    stake: 'Stake',
    rewardCut: 'Reward cut',
    rewardCutHint: 'Part of rewards that it keeps',
    feeShare: 'Fee share',
    feeShareHint: 'Part of fees that its delegators get',
    calls: 'Reward calls',
    callsHint: 'Of the last 90 rounds in which it was active',
    fees: 'Fees, 90 days',
    step: 'Step',
  },
  position: {
    title: 'Your position',
    none: 'Connect an account to see its stake and to bond.',
    all: 'Everything about it',
  },
}
/** A guide in plain words. */
export const guide = {
  title: 'Your first stake',
  lead: 'Staking means to lend your tokens’ weight to somebody who does work for the network. You keep owning them.',
  steps: [
    {
      title: 'What you do',
      text: 'Orchestrators transcode video. Those with the most stake behind them are elected to do it, and are paid for it. You choose one and bond tokens to it. From the next round on you earn a part of what it earns: new tokens each round (rewards), and ether from gateways (fees).',
    },
    {
      title: 'What you need',
      text: 'Tokens to bond, a little ether to pay for transactions, and a wallet. On a network for trying out, test accounts are built in: nothing has to be installed.',
    },
    {
      title: 'Choose an orchestrator',
      text: 'Look at four things. The reward cut is what it keeps of rewards: lower is better for you. The fee share is what you get of fees: higher is better. Reward calls tell whether it claims its reward each round; when it does not, nobody earns. And the more stake stands behind it, the safer its place, and the smaller each part.',
    },
    {
      title: 'Bond',
      text: 'Enter an amount. Before you sign you see what comes of it. The wallet may ask twice: once to allow exactly this amount to be taken, once to bond. Nobody can take more than you allowed.',
    },
    {
      title: 'Wait, and look after it',
      text: 'Rewards are added to your stake by themselves and earn in turn; nothing has to be claimed. Look now and then whether your orchestrator is still active and has not raised its cut. You can move to another one at any time, without a wait.',
    },
    {
      title: 'Get it back',
      text: 'Unbond any part. It earns nothing from then on and can be withdrawn after the unbonding period. Until you withdraw it you can change your mind and bond it again.',
    },
  ],
  risks: {
    title: 'What can go wrong',
    items: [
      'The price of tokens may fall. Yields shown for the past are no promise.',
      'An orchestrator may raise its cut, miss reward calls or leave. Stake with one that is not active earns nothing.',
      'A step taken before your orchestrator has called reward in a round gives up your part of that round’s reward. You are warned before you sign.',
      'Nobody who helps you needs the secret words of your wallet. Whoever asks for them is a thief.',
    ],
  },
  begin: 'Choose an orchestrator',
}
