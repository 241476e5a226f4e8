// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title A BondingVotes that writes down what it is told.
contract VotesRecorder {
    address[] public accounts;
    uint256[7] public last;
    uint256[2] public total;

    function checkpointBondingState(
        address account,
        uint256 startRound,
        uint256 bondedAmount,
        address delegateAddress,
        uint256 delegatedAmount,
        uint256 lastClaimRound,
        uint256 lastRewardRound
    ) external {
        accounts.push(account);
        last = [
            uint256(uint160(account)),
            startRound,
            bondedAmount,
            uint256(uint160(delegateAddress)),
            delegatedAmount,
            lastClaimRound,
            lastRewardRound
        ];
    }

    function checkpointTotalActiveStake(uint256 totalStake, uint256 round) external {
        total = [totalStake, round];
    }

    function takeAccounts() external returns (address[] memory taken) {
        taken = accounts;
        delete accounts;
    }
}

/// @title Rewards, fees, the treasury's cut, and who may call and claim.
contract EarningsTest is Deployers {
    uint256 internal constant REWARD_CUT = 100_000;
    uint256 internal constant FEE_SHARE = 600_000;

    address internal orchestrator = makeAddr("orchestrator");
    address internal other = makeAddr("other");
    address internal delegator = makeAddr("delegator");
    address internal treasury = makeAddr("treasury");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1_000_000e18);
        register(orchestrator, 1000e18, REWARD_CUT, FEE_SHARE);
        bond(delegator, 2000e18, orchestrator);
        register(other, 1000e18, 0, 0);
        nextRound();
    }

    function test_reward_sharesByStakeAfterTheCut() public {
        uint256 round = currentRound();
        uint256 rewards = rewardOf(3000e18, 4000e18);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Reward(orchestrator, rewards);
        reward(orchestrator);

        uint256 commission = (rewards * REWARD_CUT) / PPM;
        uint256 shared = rewards - commission;
        (, uint256 rewardFactor,) = poolOf(orchestrator, round);
        assertEq(rewardFactor, PRECISE + (shared * PRECISE) / 3000e18);
        assertEq(bonding.pendingStake(delegator, 0), (2000e18 * rewardFactor) / PRECISE);
        assertEq(bonding.pendingStake(orchestrator, 0), (1000e18 * rewardFactor) / PRECISE + commission);
        assertEq(bonding.transcoderTotalStake(orchestrator), 3000e18 + rewards);
        assertEq(bonding.nextRoundTotalActiveStake(), 4000e18 + rewards);
        (uint256 lastRewardRound,,,,,, uint256 active, uint256 cumulative,,) = bonding.getTranscoder(orchestrator);
        assertEq(lastRewardRound, round);
        assertEq(active, 0);
        assertEq(cumulative, commission);
    }

    function test_reward_compoundsTheOrchestratorsUnclaimedCommission() public {
        reward(orchestrator);
        (,,,,,,, uint256 cumulative,,) = bonding.getTranscoder(orchestrator);
        uint256 stake = bonding.transcoderTotalStake(orchestrator);
        nextRound();
        uint256 rewards = rewardOf(stake, bonding.currentRoundTotalActiveStake());
        reward(orchestrator);
        uint256 commission = (rewards * REWARD_CUT) / PPM;
        (,,,,,, uint256 active, uint256 nextCumulative,,) = bonding.getTranscoder(orchestrator);
        assertEq(active, cumulative);
        assertEq(nextCumulative, cumulative + commission + preciseOf(rewards - commission, cumulative, stake));
    }

    function test_reward_isForActiveOrchestratorsOnceARound() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, delegator));
        reward(delegator);
        reward(orchestrator);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingManager.RewardAlreadyCalled.selector, orchestrator, currentRound())
        );
        reward(orchestrator);
    }

    function test_rewardForTranscoder_isForTheCallerThatItSet() public {
        bytes memory refusal =
            abi.encodeWithSelector(IBondingManager.CallerNotRewardCaller.selector, delegator, orchestrator);
        vm.prank(delegator);
        vm.expectRevert(refusal);
        bonding.rewardForTranscoder(orchestrator);
        vm.expectEmit(address(bonding));
        emit IBondingManager.RewardCallerSet(orchestrator, delegator);
        vm.prank(orchestrator);
        bonding.setRewardCaller(delegator);
        assertEq(bonding.transcoderToRewardCaller(orchestrator), delegator);
        vm.prank(delegator);
        bonding.rewardForTranscoder(orchestrator);
        (uint256 lastRewardRound,,,,,,,,,) = bonding.getTranscoder(orchestrator);
        assertEq(lastRewardRound, currentRound());
        nextRound();
        vm.prank(orchestrator);
        bonding.setRewardCaller(address(0));
        vm.prank(delegator);
        vm.expectRevert(refusal);
        bonding.rewardForTranscoderWithHint(orchestrator, address(0), address(0));
    }

    function test_claimEarnings_takesRewardsOfManyRoundsAtOnce() public {
        uint256 start = currentRound();
        for (uint256 i = 0; i < 5; i++) {
            reward(orchestrator);
            nextRound();
        }
        uint256 pending = bonding.pendingStake(delegator, 0);
        (, uint256 startFactor,) = poolOf(orchestrator, start - 1);
        (, uint256 endFactor,) = poolOf(orchestrator, start + 4);
        assertEq(startFactor, 0);
        assertEq(pending, preciseOf(2000e18, endFactor, PRECISE));
        vm.expectEmit(address(bonding));
        emit IBondingManager.EarningsClaimed(orchestrator, delegator, pending - 2000e18, 0, start, start + 5);
        vm.prank(delegator);
        bonding.claimEarnings(0);
        assertEq(bondedAmount(delegator), pending);
        assertEq(bonding.pendingStake(delegator, 0), pending);
        // The round has a start factor now, so that the next claim begins there.
        (, uint256 factor,) = poolOf(orchestrator, start + 5);
        assertEq(factor, endFactor);
    }

    /// @dev Kept from LIP-36: stake that moves before the round's reward does not earn it.
    function test_claimEarnings_beforeTheRewardForfeitsTheRound() public {
        vm.prank(delegator);
        bonding.claimEarnings(0);
        reward(orchestrator);
        assertEq(bonding.pendingStake(delegator, 0), 2000e18);
        nextRound();
        reward(orchestrator);
        assertGt(bonding.pendingStake(delegator, 0), 2000e18);
    }

    function test_fees_areSharedByStakeAfterTheOrchestratorsShare() public {
        uint256 round = currentRound();
        reward(orchestrator);
        nextRound();
        uint256 stake = bonding.transcoderTotalStake(orchestrator);
        (,,,,,,, uint256 active,,) = bonding.getTranscoder(orchestrator);
        addFees(orchestrator, 1 ether);

        uint256 shared = (1 ether * FEE_SHARE) / PPM;
        (, uint256 previousFactor,) = poolOf(orchestrator, round);
        (,, uint256 feeFactor) = poolOf(orchestrator, round + 1);
        assertEq(feeFactor, preciseOf(previousFactor, shared, stake));
        (,,,,,,,, uint256 cumulativeFees, uint256 lastFeeRound) = bonding.getTranscoder(orchestrator);
        assertEq(cumulativeFees, 1 ether - shared + preciseOf(shared, active, stake));
        assertEq(lastFeeRound, round + 1);
        assertEq(bonding.pendingFees(delegator, 0), preciseOf(2000e18, feeFactor, PRECISE));
        uint256 claimable = bonding.pendingFees(delegator, 0) + bonding.pendingFees(orchestrator, 0);
        assertLe(claimable, 1 ether);
        // 1,000 e18 units of stake lose less than a wei each to the floors.
        assertApproxEqAbs(claimable, 1 ether, 4000);
    }

    function test_fees_afterTheFirstRewardEverCountStakeAsItWasBefore() public {
        uint256 round = currentRound();
        reward(orchestrator);
        addFees(orchestrator, 1 ether);
        uint256 rewards = preciseOf(minter.currentMintableTokens(), 3000e18, 4000e18);
        uint256 shared = rewards - (rewards * REWARD_CUT) / PPM;
        (, uint256 rewardFactor, uint256 feeFactor) = poolOf(orchestrator, round);
        uint256 previousFactor = preciseOf(rewardFactor, 3000e18, shared + 3000e18);
        assertEq(feeFactor, preciseOf(previousFactor, (1 ether * FEE_SHARE) / PPM, 3000e18));
        assertLe(bonding.pendingFees(delegator, 0) + bonding.pendingFees(orchestrator, 0), 1 ether);
    }

    /// @dev With rewards missed in between the factor before the round is not stored either, and is computed back.
    function test_fees_afterAMissedRewardCountStakeAsItWasBefore() public {
        reward(orchestrator);
        nextRound();
        nextRound();
        uint256 round = currentRound();
        uint256 stake = bonding.transcoderTotalStake(orchestrator);
        (, uint256 before,) = poolOf(orchestrator, round - 2);
        reward(orchestrator);
        addFees(orchestrator, 1 ether);
        (,, uint256 feeFactor) = poolOf(orchestrator, round);
        uint256 exact = preciseOf(before, (1 ether * FEE_SHARE) / PPM, stake);
        assertLe(feeFactor, exact);
        assertApproxEqRel(feeFactor, exact, 1e10);
    }

    function test_fees_ofManyRoundsAddUp() public {
        uint256 round = currentRound();
        addFees(orchestrator, 1 ether);
        (,, uint256 first) = poolOf(orchestrator, round);
        nextRound();
        // A round without fees lies between.
        nextRound();
        addFees(orchestrator, 1 ether);
        addFees(orchestrator, 1 ether);
        (,, uint256 last) = poolOf(orchestrator, round + 2);
        assertEq(last, 3 * first);
        assertEq(bonding.pendingFees(delegator, 0), preciseOf(2000e18, 3 * first, PRECISE));
        assertEq(bonding.pendingFees(delegator, 0), 1.2 ether);
    }

    function test_fees_beforeTheRewardUseThePresentCuts() public {
        addFees(orchestrator, 1 ether);
        (uint256 stake, uint256 rewardCut, uint256 feeShare,, uint256 feeFactor) =
            bonding.getTranscoderEarningsPoolForRound(orchestrator, currentRound());
        assertEq(stake, 3000e18);
        assertEq(rewardCut, REWARD_CUT);
        assertEq(feeShare, FEE_SHARE);
        assertEq(feeFactor, preciseOf(PRECISE, 0.6 ether, 3000e18));
    }

    function test_fees_areForActiveOrchestratorsOnly() public {
        vm.startPrank(address(broker));
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, delegator));
        bonding.updateTranscoderWithFees(delegator, 1, 0);
        // One that has unbonded stays active until the round ends.
        vm.startPrank(other);
        bonding.unbond(1000e18);
        vm.startPrank(address(broker));
        bonding.updateTranscoderWithFees(other, 1, 0);
        vm.stopPrank();
        nextRound();
        vm.prank(address(broker));
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, other));
        bonding.updateTranscoderWithFees(other, 1, 0);
    }

    function test_withdrawFees_paysOnceAndNoMoreThanEarned() public {
        addFees(orchestrator, 1 ether);
        uint256 fees = bonding.pendingFees(delegator, 0);
        address recipient = makeAddr("recipient");
        vm.startPrank(delegator);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidRecipient.selector, address(0)));
        bonding.withdrawFees(address(0), fees);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InsufficientFees.selector, fees + 1, fees));
        bonding.withdrawFees(recipient, fees + 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.WithdrawFees(delegator, recipient, fees);
        bonding.withdrawFees(recipient, fees);
        assertEq(recipient.balance, fees);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InsufficientFees.selector, 1, 0));
        bonding.withdrawFees(recipient, 1);
    }

    /// @dev A contract wallet may use gas when it is paid, and finds its fees booked out when it calls again.
    function test_withdrawFees_cannotBeEnteredTwice() public {
        Reentrant wallet = new Reentrant(bonding);
        bond(address(wallet), 2000e18, orchestrator);
        nextRound();
        addFees(orchestrator, 1 ether);
        uint256 fees = bonding.pendingFees(address(wallet), 0);
        wallet.withdraw(fees);
        assertTrue(wallet.called());
        assertEq(address(wallet).balance, fees);
        assertEq(bonding.pendingFees(address(wallet), 0), 0);
    }

    function test_treasury_getsItsCutFromTheNextRoundOn() public {
        register("Treasury", treasury);
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        reward(other);
        assertEq(token.balanceOf(treasury), 0);
        nextRound();
        assertEq(bonding.treasuryRewardCutRate(), PRECISE / 10);
        uint256 stake = bonding.transcoderTotalStake(orchestrator);
        uint256 minted = rewardOf(stake, bonding.currentRoundTotalActiveStake());
        vm.expectEmit(address(bonding));
        emit IBondingManager.TreasuryReward(orchestrator, treasury, minted / 10);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Reward(orchestrator, minted - minted / 10);
        reward(orchestrator);
        assertEq(token.balanceOf(treasury), minted / 10);
        assertEq(bonding.transcoderTotalStake(orchestrator), stake + minted - minted / 10);
    }

    function test_treasury_getsNothingWhileThereIsNone() public {
        bonding.setTreasuryRewardCutRate(PRECISE);
        nextRound();
        uint256 minted = rewardOf(3000e18, bonding.currentRoundTotalActiveStake());
        vm.expectEmit(address(bonding));
        emit IBondingManager.Reward(orchestrator, minted);
        reward(orchestrator);
    }

    function test_treasury_atItsCeilingGetsNoMoreFromTheNextRoundOn() public {
        register("Treasury", treasury);
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        bonding.setTreasuryBalanceCeiling(1);
        nextRound();
        reward(orchestrator);
        assertEq(bonding.nextRoundTreasuryRewardCutRate(), PRECISE / 10);
        uint256 balance = token.balanceOf(treasury);
        assertGt(balance, 0);
        // Reached: this round's rate still applies.
        reward(other);
        assertEq(bonding.nextRoundTreasuryRewardCutRate(), 0);
        assertGt(token.balanceOf(treasury), balance);
        nextRound();
        assertEq(bonding.treasuryRewardCutRate(), 0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidTreasuryRewardCutRate.selector, PRECISE + 1));
        bonding.setTreasuryRewardCutRate(PRECISE + 1);
    }

    function test_votes_areWrittenOnceForEachAccountDelegateFirst() public {
        VotesRecorder votes = new VotesRecorder();
        register("BondingVotes", address(votes));
        uint256 round = currentRound();
        vm.prank(delegator);
        bonding.unbond(1e18);
        assertAccounts(votes, orchestrator, delegator);
        vm.prank(delegator);
        bonding.bond(0, other);
        address[] memory moved = votes.takeAccounts();
        assertEq(moved.length, 3);
        assertEq(moved[0], orchestrator);
        assertEq(moved[1], other);
        assertEq(moved[2], delegator);
        assertEq(votes.last(1), round + 1);
        assertEq(votes.last(2), 1999e18);
        assertEq(votes.last(3), uint256(uint160(other)));
        assertEq(votes.last(5), round);
        nextRound();
        reward(orchestrator);
        votes.takeAccounts();
        vm.prank(delegator);
        bonding.transferBond(orchestrator, 1, address(0), address(0), address(0), address(0));
        address[] memory transferred = votes.takeAccounts();
        assertEq(transferred.length, 3);
        assertEq(transferred[0], other);
        assertEq(transferred[1], delegator);
        assertEq(transferred[2], orchestrator);
    }

    function test_votes_areWrittenForRewardsClaimsAndRounds() public {
        VotesRecorder votes = new VotesRecorder();
        register("BondingVotes", address(votes));
        reward(orchestrator);
        address[] memory accounts = votes.takeAccounts();
        assertEq(accounts.length, 1);
        assertEq(accounts[0], orchestrator);
        assertEq(votes.last(6), currentRound());
        vm.prank(orchestrator);
        bonding.unbond(1);
        accounts = votes.takeAccounts();
        assertEq(accounts.length, 1);
        bonding.checkpointBondingState(delegator);
        assertEq(votes.takeAccounts()[0], delegator);
        nextRound();
        assertEq(votes.total(0), bonding.currentRoundTotalActiveStake());
        assertEq(votes.total(1), currentRound());
    }

    /// @dev Whatever is staked, shared and earned, claims never exceed what was minted or paid in.
    function test_fuzz_claimsNeverExceedWhatWasBooked(uint96[4] memory stakes, uint96 fees, uint24[2] memory cuts)
        public
    {
        address[4] memory accounts = [orchestrator, delegator, makeAddr("third"), makeAddr("fourth")];
        reward(orchestrator);
        vm.prank(orchestrator);
        bonding.transcoder(cuts[0] % 1_000_001, cuts[1] % 1_000_001);
        for (uint256 i = 0; i < accounts.length; i++) {
            bond(accounts[i], bound(stakes[i], 1, 1e27), orchestrator);
        }
        uint256 booked = bound(fees, 1, 1e24);
        nextRound();
        addFees(orchestrator, booked);
        reward(orchestrator);
        addFees(orchestrator, booked);
        nextRound();
        addFees(orchestrator, booked);
        uint256 pendingFees;
        uint256 pendingStake;
        for (uint256 i = 0; i < accounts.length; i++) {
            pendingFees += bonding.pendingFees(accounts[i], 0);
            pendingStake += bonding.pendingStake(accounts[i], 0);
            vm.prank(accounts[i]);
            bonding.claimEarnings(0);
        }
        assertLe(pendingFees, 3 * booked);
        assertLe(pendingStake, bonding.transcoderTotalStake(orchestrator));
    }

    function assertAccounts(VotesRecorder votes, address first, address second) private {
        address[] memory accounts = votes.takeAccounts();
        assertEq(accounts.length, 2);
        assertEq(accounts[0], first);
        assertEq(accounts[1], second);
    }

    /// @dev What the Minter mints for `stake` of `total`.
    function rewardOf(uint256 stake, uint256 total) private view returns (uint256) {
        return (minter.currentMintableTokens() * ((stake * 1e9) / total)) / 1e9;
    }
}

/// @title A wallet that calls again when it is paid.
contract Reentrant {
    IBondingManager private immutable BONDING;
    bool public called;

    constructor(IBondingManager bonding) {
        BONDING = bonding;
    }

    receive() external payable {
        called = true;
        (bool success,) =
            address(BONDING).call(abi.encodeCall(IBondingManager.withdrawFees, (address(this), msg.value)));
        require(!success, "paid twice");
    }

    function withdraw(uint256 amount) external {
        BONDING.withdrawFees(address(this), amount);
    }
}
