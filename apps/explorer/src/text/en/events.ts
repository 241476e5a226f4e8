/**
 * What each event of each contract says. `{argument:kind}` stands for an argument, written as its kind is; a name with a
 * word after a dot is said in the case that features/events/variant.ts tells apart.
 */
const sentences = {
  controller: {
    Pause: 'The protocol was paused',
    Unpause: 'The protocol goes on after a pause',
    PauseExits: 'Exits were paused',
    UnpauseExits: 'Exits go on after a pause',
    SetContractInfo: 'The contract {id:hex} is now at {contractAddress:account}',
    GuardianUpdate: '{guardian:account} became the guardian, who may pause the protocol',
  },
  token: {
    Approval: '{owner:account} allows {spender:account} to take {value:token}',
    'Approval.none': '{owner:account} no longer allows {spender:account} to take tokens',
    'Approval.all': '{owner:account} allows {spender:account} to take any amount of tokens',
    Mint: '{amount:token} were minted for {to:account}',
    Burn: '{burner:account} burned {amount:token}',
    Transfer: '{from:account} sent {value:token} to {to:account}',
    'Transfer.mint': '{to:account} got {value:token} that were minted',
    'Transfer.burn': '{value:token} of {from:account} were burned',
  },
  minter: {
    SetCurrentRewardTokens:
      'The round may mint {currentMintableTokens:token}, an inflation of {currentInflation:inflation}',
  },
  roundsManager: {
    NewRound: 'Round {round:round} began',
  },
  bondingManager: {
    Bond: '{delegator:account} staked {additionalAmount:token} with {newDelegate:account}',
    'Bond.same': '{delegator:account} staked {additionalAmount:token} more with {newDelegate:account}',
    'Bond.move':
      '{delegator:account} moved {bondedAmount:token} from {oldDelegate:account} to {newDelegate:account}',
    'Bond.moveMore':
      '{delegator:account} added {additionalAmount:token} and moved {bondedAmount:token} in all from {oldDelegate:account} to {newDelegate:account}',
    Unbond:
      '{delegator:account} unbonded {amount:token} from {delegate:account}, to be withdrawn from round {withdrawRound:round} on',
    Rebond: '{delegator:account} bonded {amount:token} again to {delegate:account}',
    WithdrawStake: '{delegator:account} withdrew {amount:token} of stake',
    WithdrawFees: '{delegator:account} withdrew {amount:ether} of fees to {recipient:account}',
    'WithdrawFees.own': '{delegator:account} withdrew {amount:ether} of fees',
    EarningsClaimed:
      '{delegator:account} claimed {rewards:token} and {fees:ether} of rounds {startRound:round} to {endRound:round}',
    Reward: '{transcoder:account} called reward: {amount:token} for itself and its delegators',
    TreasuryReward: '{amount:token} of the reward of {transcoder:account} went to the treasury',
    RewardCallerSet: '{transcoder:account} lets {rewardCaller:account} call reward for it',
    'RewardCallerSet.none': '{transcoder:account} lets nobody else call reward for it any more',
    TranscoderActivated: '{transcoder:account} is active from round {activationRound:round} on',
    TranscoderDeactivated:
      '{transcoder:account} is not active any more from round {deactivationRound:round} on',
    TranscoderUpdate:
      '{transcoder:account} set its reward cut to {rewardCut:cut} and its fee share to {feeShare:cut}',
    TranscoderSlashed:
      '{transcoder:account} lost {penalty:token} as a penalty; {finder:account} got {finderReward:token} for finding why',
    TransferBond: '{oldDelegator:account} gave {amount:token} of stake to {newDelegator:account}',
  },
  ticketBroker: {
    DepositFunded: '{sender:account} put {amount:ether} into its deposit',
    ReserveFunded: '{reserveHolder:account} put {amount:ether} into its reserve',
    ReserveClaimed: '{claimant:account} was paid {amount:ether} from the reserve of {reserveHolder:account}',
    Unlock:
      '{sender:account} asked for its deposit and reserve, to be withdrawn from round {endRound:round} on',
    UnlockCancelled: '{sender:account} keeps its deposit and reserve after all',
    Withdrawal: '{sender:account} withdrew its deposit of {deposit:ether} and its reserve of {reserve:ether}',
    WinningTicketRedeemed: '{recipient:account} redeemed a ticket of {faceValue:ether} from {sender:account}',
    WinningTicketTransfer: '{sender:account} paid {amount:ether} to {recipient:account}',
  },
  serviceRegistry: {
    ServiceURIUpdate: '{addr:account} is reached at {serviceURI:quote}',
    'ServiceURIUpdate.none': '{addr:account} is not reached anywhere any more',
  },
  aiServiceRegistry: {
    ServiceURIUpdate: '{addr:account} is reached for AI at {serviceURI:quote}',
    'ServiceURIUpdate.none': '{addr:account} is not reached for AI any more',
  },
  bondingVotes: {
    DelegateChanged: '{delegator:account} votes with {toDelegate:account} now',
    DelegateVotesChanged:
      'The votes of {delegate:account} went from {previousBalance:token} to {newBalance:token}',
    DelegatorBondedAmountChanged:
      'The stake of {delegate:account} that votes went from {previousBondedAmount:token} to {newBondedAmount:token}',
  },
  treasury: {
    CallScheduled: 'A call of {target:account} with {value:ether} may be executed {delay:duration} from now',
    CallExecuted: 'The treasury called {target:account} with {value:ether}',
    CallSalt: 'A scheduled call was given the salt {salt:hex}',
    Cancelled: 'The scheduled call {id:hex} was cancelled',
    MinDelayChange:
      'What the treasury does now waits {newDuration:duration} instead of {oldDuration:duration}',
  },
  treasuryGovernor: {
    ProposalCreated: '{proposer:account} proposed {description:quote}',
    ProposalCanceled: 'The proposal {proposalId:id} was cancelled',
    ProposalQueued: 'The proposal {proposalId:id} may be executed from {eta:time} on',
    ProposalExecuted: 'The proposal {proposalId:id} was executed',
    'VoteCast.0': '{voter:account} voted with {weight:token} against the proposal {proposalId:id}',
    'VoteCast.1': '{voter:account} voted with {weight:token} for the proposal {proposalId:id}',
    'VoteCast.2': '{voter:account} abstained with {weight:token} from the proposal {proposalId:id}',
    ProposalThresholdSet:
      'Who proposes needs {newProposalThreshold:token} of stake instead of {oldProposalThreshold:token}',
    QuorumNumeratorUpdated: 'The quorum went from {oldQuorumNumerator:cut} to {newQuorumNumerator:cut}',
    TimelockChange: 'Proposals are now executed by {newTimelock:account}',
    VotingDelaySet:
      'Votes begin {newVotingDelay:count} rounds after a proposal instead of {oldVotingDelay:count}',
    VotingPeriodSet: 'Votes last {newVotingPeriod:count} rounds instead of {oldVotingPeriod:count}',
  },
  pollCreator: {
    PollCreated: 'The poll {poll:account} began; it ends with block {endBlock:count}',
  },
  poll: {
    'Vote.0': '{voter:account} voted yes in a poll',
    'Vote.1': '{voter:account} voted no in a poll',
  },
  merkleSnapshot: {},
  governor: {
    UpdateStaged: 'A change of the protocol may be executed {delay:count} blocks from now',
    UpdateExecuted: 'A change of the protocol was executed',
    UpdateCancelled: 'A change of the protocol was cancelled',
  },
  tokenFaucet: {
    Request: '{to:account} took {amount:token} from the faucet',
  },
  identityRegistry: {
    TextChanged: '{account:account} wrote {key:quote} into its profile: {value:quote}',
    'TextChanged.none': '{account:account} took {key:quote} out of its profile',
    AccountsLinked: '{main:account} and {linked:account} proved that they have one owner',
    AccountsUnlinked: '{main:account} and {linked:account} are no longer linked',
    SignatureCancelled: '{account:account} cancelled a signature that it had given',
  },
  /** What several contracts emit. */
  any: {
    ParameterUpdate: 'The parameter {param:quote} was changed',
    SetController: 'The Controller is now {controller:account}',
    OwnershipTransferred: '{newOwner:account} became the owner after {previousOwner:account}',
    RoleGranted: '{account:account} was given the role {role:hex}',
    RoleRevoked: 'The role {role:hex} was taken from {account:account}',
    RoleAdminChanged: 'Who may give the role {role:hex} was changed',
    Initialized: 'The contract was set up, version {version:count}',
    EIP712DomainChanged: 'What signatures are made for was changed',
  },
} as const

export const events: {
  readonly sentences: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly contracts: Readonly<Record<string, string>>
  readonly unknown: (contract: string, name: string) => string
  readonly nobody: string
} = {
  sentences,
  contracts: {
    controller: 'Controller',
    token: 'Token',
    minter: 'Minter',
    roundsManager: 'Rounds',
    bondingManager: 'Bonding',
    ticketBroker: 'Tickets',
    serviceRegistry: 'Service registry',
    aiServiceRegistry: 'AI service registry',
    bondingVotes: 'Votes by stake',
    treasury: 'Treasury',
    treasuryGovernor: 'Treasury proposals',
    pollCreator: 'Polls',
    poll: 'Poll',
    merkleSnapshot: 'Snapshots',
    governor: 'Governor',
    tokenFaucet: 'Faucet',
    identityRegistry: 'Profiles',
  },
  unknown: (contract, name) => `${contract}: ${name}`,
  nobody: 'nobody',
}
