/** Values of a custom error by parameter name. */
type RevertValues = Readonly<Record<string, unknown>>

type Sentence = (values: RevertValues) => string

const proposalStates = [
  'pending',
  'active',
  'canceled',
  'defeated',
  'succeeded',
  'queued',
  'expired',
  'executed',
]

function stateOf(state: unknown): string {
  return proposalStates[Number(state)] ?? `in state ${String(state)}`
}

/** What each custom error of the contracts means, for people. A test compares the list with the ABIs. */
export const revertSentences: Readonly<Record<string, Sentence>> = {
  AccessControlBadConfirmation: () => 'a role can only be renounced by its holder.',
  AccessControlUnauthorizedAccount: (v) => `${v.account} lacks role ${v.neededRole}.`,
  ActiveTranscoderMustCallReward: (v) =>
    `orchestrator ${v.transcoder} must call reward in round ${v.currentRound} first.`,
  BatchLengthMismatch: (v) =>
    `${v.tickets} tickets came with ${v.sigs} signatures and ${v.recipientRands} random numbers.`,
  BlockNotInPast: (v) => `block ${v.blockNumber} is not past yet (now ${v.currentBlock}).`,
  BlockTooOld: (v) => `the hash of block ${v.blockNumber} is no longer known (now ${v.currentBlock}).`,
  CallFailed: (v) => `call ${v.index} of the batch failed.`,
  CallerNotBondingManager: (v) => `${v.caller} is not the BondingManager.`,
  CallerNotBondingManagerOrJobsManager: (v) =>
    `${v.caller} is neither the BondingManager nor the TicketBroker.`,
  CallerNotController: (v) => `${v.caller} is not the Controller.`,
  CallerNotControllerOwner: (v) => `${v.caller} does not own the Controller; ${v.owner} does.`,
  CallerNotGovernance: (v) =>
    `${v.caller} is not the treasury (${v.timelock}), which makes what proposals list.`,
  CallerNotGovernor: (v) => `${v.caller} is not the governor itself, which makes what updates list.`,
  CallerNotGuardian: (v) => `${v.caller} is neither the owner nor the guardian (${v.guardian}).`,
  CallerNotMinterOrJobsManager: (v) => `${v.caller} is neither the Minter nor the TicketBroker.`,
  CallerNotOwner: (v) => `${v.caller} is not the owner; ${v.owner} is.`,
  CallerNotProposer: (v) => `${v.caller} is not the proposer; ${v.proposer} is.`,
  CallerNotRewardCaller: (v) => `${v.caller} may not call reward for orchestrator ${v.transcoder}.`,
  CallerNotRoundsManager: (v) => `${v.caller} is not the RoundsManager.`,
  CallerNotTicketBroker: (v) => `${v.caller} is not the TicketBroker.`,
  CallerNotVerifier: (v) => `${v.caller} is not the Verifier.`,
  CheckpointUnorderedInsertion: () => 'a checkpoint would come before the last one.',
  ConsentExpired: (v) => `the signature of ${v.account} was good until ${v.deadline} only.`,
  ConsentInvalid: (v) => `${v.account} has not signed this, or has used what it signed for something else.`,
  ContractNotRegistered: (v) => `contract ${v.id} is not registered with the Controller.`,
  ControllerDoesNotAnswer: (v) => `there is no Controller at ${v.controller}.`,
  ControllerExitsNotPaused: () => 'exits are not paused.',
  ControllerExitsPaused: () => 'exits are paused already.',
  ControllerNotPaused: () => 'the protocol is not paused.',
  ControllerPaused: () => 'the protocol is paused already.',
  CreationRoundBlockHashMismatch: (v) =>
    `the ticket names another block hash for round ${v.creationRound} than the chain has.`,
  CurrentRoundLocked: () => 'cuts cannot change in the last part of a round.',
  CurrentRoundNotInitialized: (v) => `round ${v.currentRound} is not initialised yet.`,
  DelegationAmountIsZero: () => 'the amount to bond is 0.',
  DelegatorNotBonded: (v) => `${v.delegator} is not bonded.`,
  DelegatorNotUnbonded: (v) => `${v.delegator} is still bonded.`,
  ECDSAInvalidSignature: () => 'the signature is not valid.',
  ECDSAInvalidSignatureLength: (v) => `the signature is ${v.length} bytes long.`,
  ECDSAInvalidSignatureS: () => 'the signature is not in its canonical form.',
  ERC20InsufficientAllowance: (v) =>
    `${v.spender} may only take ${v.allowance} of the ${v.needed} tokens needed.`,
  ERC20InsufficientBalance: (v) => `${v.sender} has ${v.balance} of the ${v.needed} tokens needed.`,
  ERC20InvalidApprover: () => 'the zero address cannot approve.',
  ERC20InvalidReceiver: (v) => `tokens cannot be sent to ${v.receiver}.`,
  ERC20InvalidSender: () => 'the zero address has no tokens.',
  ERC20InvalidSpender: (v) => `${v.spender} cannot be approved.`,
  Empty: () => 'the call is not part of a proposal that is being executed.',
  EmptyProposal: () => 'the proposal has no calls.',
  ExitsPaused: () => 'the protocol is paused, exits included.',
  FailedCall: () => 'a call inside it failed.',
  FutureLastClaimRound: (v) =>
    `the last claim in round ${v.lastClaimRound} is later than round ${v.maxAllowed}.`,
  FutureLookup: (v) =>
    `round ${v.queryRound} was asked for, and round ${v.maxAllowed} is the last that can be.`,
  HasLinks: (v) => `${v.account} has ${v.count} linked accounts of its own and cannot be linked to another.`,
  IllegalClaimEarnings: (v) =>
    `${v.caller} may not claim the earnings of ${v.delegator} before its orchestrator called reward.`,
  InsufficientBalance: (v) => `the contract has ${v.balance} wei of the ${v.needed} needed.`,
  InsufficientFees: (v) => `only ${v.fees} wei of fees are there, ${v.amount} were asked for.`,
  InsufficientSenderFunds: (v) =>
    `deposit (${v.deposit} wei) and reserve (${v.reserve} wei) do not cover the ticket’s face value of ${v.faceValue} wei.`,
  InsufficientStake: (v) => `${v.creator} has less than ${v.required} stake.`,
  InvalidAccountNonce: (v) => `the nonce of ${v.account} is ${v.currentNonce}.`,
  InvalidAuxDataLength: (v) => `the ticket’s auxiliary data is ${v.length} bytes long, not 64.`,
  InvalidCaller: (v) => `${v.caller} called what only ${v.required} may.`,
  InvalidDelegate: (v) => `${v.delegate} cannot be the delegate.`,
  InvalidDelegateChange: (v) => `the delegate would change from ${v.currentDelegate} to ${v.newDelegate}.`,
  InvalidDelegator: (v) => `${v.delegator} cannot be the delegator.`,
  InvalidFeeShare: (v) => `${v.feeShare} is no fee share in parts per million.`,
  InvalidInflation: (v) => `${v.inflation} is no inflation in parts per billion.`,
  InvalidInflationChange: (v) => `${v.inflationChange} is no inflation change in parts per billion.`,
  InvalidInitialization: () => 'the contract is initialised already.',
  InvalidProposalLength: (v) =>
    `${v.targets} targets came with ${v.values} values and ${v.calldatas} calldatas.`,
  InvalidQuota: (v) => `${v.quota} is no quota in parts per million.`,
  InvalidRecipient: (v) => `${v.recipient} cannot be the recipient.`,
  InvalidRewardCut: (v) => `${v.rewardCut} is no reward cut in parts per million.`,
  InvalidRoundLockAmount: (v) => `${v.roundLockAmount} is no lock amount in parts per million.`,
  InvalidShortString: () => 'a short text is not well formed.',
  InvalidSignatureLength: (v) => `the signature is ${v.length} bytes long, not 65.`,
  InvalidStartRound: (v) =>
    `a checkpoint was to start in round ${v.checkpointRound} instead of ${v.requiredRound}.`,
  InvalidTargetBondingRate: (v) => `${v.targetBondingRate} is no bonding rate in parts per billion.`,
  InvalidTicketSignature: (v) => `the ticket was signed by ${v.signer}, not by its sender ${v.sender}.`,
  InvalidTotalStakeCheckpointRound: (v) =>
    `the stake of round ${v.checkpointRound} was to be recorded in round ${v.requiredRound}.`,
  InvalidTreasuryRewardCutRate: (v) => `${v.cutRate} is no cut rate in parts of 10^27.`,
  InvalidUnbondingLock: (v) => `${v.delegator} has no unbonding lock ${v.unbondingLockId}.`,
  InvalidVoteType: (v) => `${v.voteType} is neither 0 (against) nor 1 (for) nor 2 (abstain).`,
  KeyIsZero: (v) => `${v.id} would be in the pool without stake.`,
  KeyLengthInvalid: (v) => `the key of a record is ${v.length} bytes long; 1 to ${v.max} are allowed.`,
  LIPUpgradeRoundAlreadySet: (v) => `the round of upgrade ${v.lip} is set already (${v.round}).`,
  LinkToItself: (v) => `${v.account} cannot be linked to itself.`,
  LinkedAlready: (v) => `${v.account} is linked to ${v.main} already.`,
  ListFull: (v) => `the pool holds its ${v.maxSize} members already.`,
  MaxSizeNotIncreased: (v) => `the pool’s size can only grow (from ${v.oldMaxSize} to ${v.newMaxSize}).`,
  MintedExceedsMintable: (v) => `${v.minted} tokens would be minted of ${v.mintable} mintable ones.`,
  MinterNotRegistered: (v) => `minter ${v.minter} is not registered with the Controller.`,
  MissingEarningsPool: (v) => `orchestrator ${v.transcoder} has no reward factor in round ${v.round}.`,
  MustCallBondingManager: (v) =>
    `votes follow stake: call ${v.bondingManagerFunction} of the BondingManager.`,
  NewMinterControllerMismatch: (v) =>
    `the new minter belongs to Controller ${v.newMinterController}, not ${v.currentController}.`,
  NewMinterIsCurrentMinter: () => 'the new minter is the current one.',
  NewMinterIsZero: () => 'the new minter is the zero address.',
  NewOwnerIsZero: () => 'the new owner is the zero address.',
  NoUnlockInProgress: (v) => `${v.sender} has no unlock in progress.`,
  NodeAlreadyInList: (v) => `${v.id} is in the pool already.`,
  NodeIsZero: () => 'the zero address cannot be in the pool.',
  NodeNotInList: (v) => `${v.id} is not in the pool.`,
  NotInitializing: () => 'the contract is not being initialised.',
  NotLinked: (v) => `${v.account} is not linked to another account.`,
  NotPartOfLink: (v) => `only ${v.main} and ${v.linked} can end their link, not ${v.account}.`,
  PermitExpired: (v) => `the permit expired at ${v.deadline}.`,
  PermitSignerMismatch: (v) => `the permit was signed by ${v.signer}, not by ${v.owner}.`,
  PollIsActive: (v) => `the poll is open until block ${v.endBlock} (now ${v.currentBlock}).`,
  PollIsOver: (v) => `the poll was open until block ${v.endBlock} (now ${v.currentBlock}).`,
  ProposalExists: (v) => `proposal ${v.proposalId} was made already.`,
  ProposalNotSuccessful: (v) => `proposal ${v.proposalId} is ${stateOf(v.state)}, not succeeded.`,
  ProposerRestricted: (v) => `the description names another proposer than ${v.proposer}.`,
  ProposerVotesTooLow: (v) =>
    `${v.proposer} has ${v.votes} of the ${v.threshold} votes that a proposal needs.`,
  QuorumNumeratorTooHigh: (v) =>
    `a quorum of ${v.quorumNumerator} is more than all (${v.quorumDenominator}).`,
  RecipientRandMismatch: () => 'the random number does not belong to the ticket.',
  RegisteredTranscoderCannotDelegate: (v) => `orchestrator ${v.transcoder} cannot delegate to ${v.delegate}.`,
  RequestTooEarly: (v) => `${v.account} may request again at ${v.nextValidRequest}.`,
  RewardAlreadyCalled: (v) => `reward was called for ${v.transcoder} in round ${v.currentRound} already.`,
  RewardNotYetCalled: (v) =>
    `orchestrator ${v.transcoder} has not called reward in round ${v.currentRound} yet.`,
  RoundAlreadyInitialized: (v) => `round ${v.round} is initialised already.`,
  RoundLengthIsZero: () => 'the round length is 0.',
  SafeCastOverflowedUintDowncast: (v) => `${v.value} does not fit into ${v.bits} bits.`,
  SafeERC20FailedOperation: (v) => `token ${v.token} refused a transfer.`,
  SenderHasNoFunds: (v) => `${v.sender} has neither deposit nor reserve.`,
  SenderLocked: (v) =>
    `the funds of ${v.sender} are locked until round ${v.withdrawRound} (now ${v.currentRound}).`,
  SenderUnlocked: (v) =>
    `the funds of ${v.sender} can be withdrawn since round ${v.withdrawRound}, so its tickets no longer pay.`,
  StringTooLong: () => 'a text is too long.',
  SystemNotPaused: () => 'the protocol is not paused.',
  SystemPaused: () => 'the protocol is paused.',
  TargetNotRegistered: (v) => `contract ${v.targetContractId} is not registered with the Controller.`,
  TextTooLong: (v) => `the text of ${v.key} is ${v.length} bytes long; ${v.max} are allowed.`,
  TicketDidNotWin: (v) => `ticket ${v.ticketHash} did not win.`,
  TicketExpired: (v) =>
    `the ticket of round ${v.creationRound} was valid for ${v.ticketValidityPeriod} rounds and has expired (now round ${v.currentRound}).`,
  TicketRecipientIsZero: () => 'the ticket has no recipient.',
  TicketSenderIsZero: () => 'the ticket has no sender.',
  TicketValidityPeriodIsZero: () => 'the ticket validity period is 0.',
  TimelockInsufficientDelay: (v) => `a delay of ${v.delay} seconds is less than the least of ${v.minDelay}.`,
  TimelockInvalidOperationLength: (v) =>
    `${v.targets} targets came with ${v.values} values and ${v.payloads} payloads.`,
  TimelockUnauthorizedCaller: (v) => `${v.caller} is not the treasury itself.`,
  TimelockUnexecutedPredecessor: (v) => `operation ${v.predecessorId} must be executed first.`,
  TimelockUnexpectedOperationState: (v) => `operation ${v.operationId} is not in a state for that.`,
  TooLateToCancel: (v) => `proposal ${v.proposalId} is ${stateOf(v.state)}, no longer pending.`,
  TooManyLinks: (v) => `${v.main} has the most linked accounts that there can be (${v.max}).`,
  TooManyRecords: (v) => `${v.account} would have more than ${v.max} records.`,
  TranscoderNotActive: (v) => `orchestrator ${v.transcoder} is not active in this round.`,
  TranscoderNotRegistered: (v) => `orchestrator ${v.transcoder} is not registered.`,
  UnbondAmountIsZero: () => 'the amount to unbond is 0.',
  UnbondAmountTooHigh: (v) => `${v.amount} was to be unbonded of ${v.bondedAmount} bonded.`,
  UnknownProposal: (v) => `there is no proposal ${v.proposalId}.`,
  UnlockAlreadyInitiated: (v) => `${v.sender} unlocks its funds already, for round ${v.withdrawRound}.`,
  UpdateAlreadyStaged: (v) => `update ${v.updateHash} is staged already, for block ${v.executeBlock}.`,
  UpdateDelayNotExpired: (v) =>
    `the update may be executed from block ${v.executeBlock} on (now ${v.currentBlock}).`,
  UpdateNotStaged: (v) => `update ${v.updateHash} is not staged.`,
  ValueMismatch: (v) =>
    `${v.value} wei were sent for a deposit of ${v.depositAmount} and a reserve of ${v.reserveAmount}.`,
  ValueNotSupported: (v) => `${v.value} wei were sent to a call that takes none.`,
  VoteAlreadyCast: () => 'the account has voted on the proposal already.',
  VoteNotActive: (v) => `proposal ${v.proposalId} is ${stateOf(v.state)}, not open for votes.`,
  VotingPeriodIsZero: () => 'the voting period is 0.',
  WithdrawRoundNotReached: (v) =>
    `the stake can be withdrawn from round ${v.withdrawRound} on (now ${v.currentRound}).`,
}

/** Refusals that the passing of rounds, or somebody's payment, may lift. */
export const retryableReverts: ReadonlySet<string> = new Set([
  'ActiveTranscoderMustCallReward',
  'CurrentRoundLocked',
  'CurrentRoundNotInitialized',
  'ExitsPaused',
  'InsufficientSenderFunds',
  'RewardNotYetCalled',
  'SenderLocked',
  'SystemPaused',
  'TranscoderNotActive',
  'WithdrawRoundNotReached',
])
