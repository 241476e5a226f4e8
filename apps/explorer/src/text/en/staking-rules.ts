/** Why a step cannot be taken, and what to mind before it is. Amounts come with their unit. */
export const stakingRules = {
  paused: 'The protocol is paused: only funds can be taken out.',
  allPaused: 'The protocol is paused, and nothing can be taken out until it runs again.',
  roundNotInitialized: (round: string) =>
    `Nobody has begun round ${round} yet; nothing can be staked before.`,
  roundAlreadyInitialized: (round: string) => `Round ${round} has begun already.`,
  noOrchestratorChosen: 'Choose an orchestrator.',
  amountIsZero: 'Enter more than zero.',
  nothingToMove: 'There is no stake to move.',
  alreadyThere: 'The stake is with this orchestrator already.',
  orchestratorCannotMove:
    'This account is an orchestrator: its own stake cannot go to another one. Unbond all of it first.',
  delegateMustCallReward:
    'This orchestrator has left the active set and has not called reward yet; until it has, it cannot get stake.',
  notEnoughTokens: (held: string) => `That is more than this account holds, which is ${held}.`,
  notEnoughStake: (stake: string) => `That is more than the stake, which is ${stake}.`,
  notEnoughFees: (fees: string) => `That is more than the fees that are there, which are ${fees}.`,
  notBonded: 'Nothing is bonded.',
  stakeIsPending: (round: string) =>
    `The stake counts from round ${round} on; it can be unbonded or transferred from then on.`,
  stillBonded: 'This account is bonded: the stake can only go back to the same orchestrator.',
  noSuchLock: 'That stake was withdrawn or bonded again already.',
  lockNotRipe: (round: string) => `It can be withdrawn from round ${round} on.`,
  invalidRecipient: 'It cannot go to that account.',
  receiverWouldForfeit:
    'The receiver would lose its part of this round’s reward. Wait until its orchestrator has called reward.',
  notAnOrchestrator: 'This account is not an orchestrator: bond stake to it itself first.',
  roundLocked: (round: string) => `Cuts cannot change in the last part of a round. Wait for round ${round}.`,
  mustCallRewardFirst: (round: string) => `Call reward for round ${round} first.`,
  invalidCut: 'Cuts are between 0 and 100 %.',
  notActive: 'This orchestrator is not active in this round.',
  rewardAlreadyCalled: (round: string) => `Reward was called for round ${round} already.`,
  notRewardCaller: 'This account may not call reward for that orchestrator.',
  invalidUri: 'Enter an address such as https://orchestrator.example:8935.',
  noEther: 'This account has no ether, so it cannot pay for a transaction.',
  warnings: {
    forfeitsReward: (share: string, round: string) =>
      `The orchestrator has not called reward in round ${round} yet. Doing this now gives up your part of it, about ${share}, and of fees that come later in the round. Waiting for the call costs nothing.`,
    notRegistered: 'This account is not an orchestrator. Stake with it earns nothing.',
    becomesOrchestrator:
      'This makes your account an orchestrator. It must set its cuts and its service URI, and call reward every round.',
    orchestratorInactive: (missing: string) =>
      `The orchestrator is not in the active set with this, so the stake earns nothing there. It would take ${missing} more.`,
    orchestratorLeaves: (round: string) => `The orchestrator leaves the active set in round ${round}.`,
    missedLastRewards: (rounds: string) =>
      `The orchestrator has not called reward for ${rounds} rounds. Its delegators earned no rewards in them.`,
    resigns:
      'Your orchestrator leaves the active set: it gets no work and no rewards from the next round on.',
    lastInPool:
      'The orchestrator is the last of a full active set then: anybody with more stake takes its place.',
    evicts: (evicted: string) =>
      `With this the orchestrator takes the place of ${evicted} in the active set.`,
    lockedUntilNextRound: (round: string) => `It earns, and can be unbonded, from round ${round} on.`,
    dust: 'So little stake earns less than a transaction costs.',
    leavesDust: (amount: string) => `Only ${amount} stay bonded, which earn less than a transaction costs.`,
    cannotBeUndone: 'The stake then belongs to the other account. This cannot be undone.',
    otherRecipient: 'The fees go to another account than yours.',
    exitsOnly: 'The protocol is paused: what is taken out now cannot be bonded again until it runs.',
  },
}
