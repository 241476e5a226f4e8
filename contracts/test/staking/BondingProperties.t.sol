// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {SortedList} from "../../src/libraries/SortedList.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title What holds for any amounts, whoever bonds and whatever is set.
contract BondingPropertiesTest is Deployers {
    address internal constant NONE = address(0);
    uint256 internal constant MAX_STAKE = 1e27;

    address internal orchestrator = makeAddr("orchestrator");
    address internal other = makeAddr("other");
    address internal delegator = makeAddr("delegator");
    address internal receiver = makeAddr("receiver");
    address internal finder = makeAddr("finder");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e24);
        register(orchestrator, 1000e18, 100_000, 500_000);
        register(other, 900e18, 0, 0);
        nextRound();
    }

    function test_fuzz_bondAndUnbond_giveBackWhatWasBonded(uint256 amount, uint256 part) public {
        amount = bound(amount, 2, MAX_STAKE);
        part = bound(part, 1, amount - 1);
        bond(delegator, amount, orchestrator);
        nextRound();
        vm.startPrank(delegator);
        bonding.unbond(part);
        bonding.unbond(amount - part);
        skipRounds(UNBONDING_PERIOD);
        rounds.initializeRound();
        bonding.withdrawStake(1);
        bonding.withdrawStake(0);
        assertEq(token.balanceOf(delegator), amount);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1000e18);
        assertEq(delegateOf(delegator), NONE);
    }

    /// @dev In whatever order locks are put back, all is as it was.
    function test_fuzz_rebond_inAnyOrderRestoresTheStake(uint256 amount, uint256 seed) public {
        amount = bound(amount, 4, MAX_STAKE);
        bond(delegator, amount, orchestrator);
        nextRound();
        vm.startPrank(delegator);
        for (uint256 i = 0; i < 3; i++) {
            bonding.unbond(amount / 4);
        }
        uint256 first = seed % 3;
        bonding.rebond(first);
        if (seed % 2 == 0) bonding.unbond(bondedAmount(delegator));
        uint256 second = (first + 1 + seed / 3 % 2) % 3;
        if (seed % 2 == 0) bonding.rebondFromUnbondedWithHint(orchestrator, second, other, NONE);
        else bonding.rebondWithHint(second, other, NONE);
        bonding.rebond(3 - first - second);
        if (seed % 2 == 0) bonding.rebond(3);
        assertEq(bonding.pendingStake(delegator, 0), amount);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1000e18 + amount);
    }

    function test_fuzz_bondFor_addsExactlyWhatWasPaid(uint256 own, uint256 gift) public {
        (own, gift) = (bound(own, 1, MAX_STAKE), bound(gift, 1, MAX_STAKE));
        bond(delegator, own, orchestrator);
        giveTokens(receiver, gift);
        vm.prank(receiver);
        bonding.bondForWithHint(gift, delegator, orchestrator, NONE, NONE, other, orchestrator);
        assertEq(bondedAmount(delegator), own + gift);
        assertEq(token.balanceOf(receiver), 0);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1000e18 + own + gift);
    }

    function test_fuzz_bond_toAnotherMovesAllAndLosesNothing(uint256 amount, uint256 more) public {
        (amount, more) = (bound(amount, 1, MAX_STAKE), bound(more, 0, MAX_STAKE));
        bond(delegator, amount, orchestrator);
        nextRound();
        reward(orchestrator);
        uint256 pending = bonding.pendingStake(delegator, 0);
        uint256 left = bonding.transcoderTotalStake(orchestrator) - pending;
        bond(delegator, more, other);
        assertEq(bonding.pendingStake(delegator, 0), pending + more);
        assertEq(bonding.transcoderTotalStake(orchestrator), left);
        assertEq(bonding.transcoderTotalStake(other), 900e18 + pending + more);
    }

    function test_fuzz_transferBond_movesStakeAndNothingElse(uint256 amount, uint256 part, bool isBonded) public {
        amount = bound(amount, 1, MAX_STAKE);
        bond(delegator, amount, orchestrator);
        if (isBonded) bond(receiver, 5e18, other);
        nextRound();
        reward(orchestrator);
        reward(other);
        uint256 pending = bonding.pendingStake(delegator, 0);
        uint256 received = bonding.pendingStake(receiver, 0);
        uint256 total = bonding.nextRoundTotalActiveStake();
        part = bound(part, 1, pending);
        vm.prank(delegator);
        bonding.transferBond(receiver, part, other, NONE, NONE, orchestrator);
        assertEq(bonding.pendingStake(delegator, 0), pending - part);
        assertEq(bonding.pendingStake(receiver, 0), received + part);
        assertEq(bonding.nextRoundTotalActiveStake(), total);
    }

    /// @dev Whoever calls first, all rewards of a round are what could be minted, but for a floor of each.
    function test_fuzz_reward_inAnyOrderSumsUpToTheMintable(uint256[3] memory stakes, uint256 seed) public {
        address[3] memory members = [orchestrator, other, delegator];
        bond(delegator, 1, delegator);
        for (uint256 i = 0; i < 3; i++) {
            bond(members[i], bound(stakes[i], 1, 1e25), members[i]);
        }
        nextRound();
        uint256 supply = token.totalSupply();
        for (uint256 i = 0; i < 3; i++) {
            address member = members[(seed % 3 + (seed % 2 + 1) * i) % 3];
            vm.prank(member);
            bonding.rewardWithHint(members[seed % 3], NONE);
        }
        uint256 mintable = minter.currentMintableTokens();
        assertLe(token.totalSupply() - supply, mintable);
        // Shares are parts per billion.
        assertGe(token.totalSupply() - supply + 3 * (mintable / 1e9 + 1), mintable);
    }

    function test_fuzz_rewardForTranscoder_isWorthAsMuch(uint256 hint) public {
        vm.prank(orchestrator);
        bonding.setRewardCaller(finder);
        uint256 state = vm.snapshotState();
        reward(orchestrator);
        uint256 stake = bonding.pendingStake(orchestrator, 0);
        vm.revertToState(state);
        vm.prank(finder);
        if (hint % 2 == 0) bonding.rewardForTranscoder(orchestrator);
        else bonding.rewardForTranscoderWithHint(orchestrator, address(uint160(hint)), other);
        assertEq(bonding.pendingStake(orchestrator, 0), stake);
        assertEq(token.balanceOf(finder), 0);
    }

    function test_fuzz_setRewardCaller_isTheOnlyOneBesidesTheOrchestrator(address caller, address stranger) public {
        vm.assume(caller != stranger && stranger != NONE);
        vm.prank(orchestrator);
        bonding.setRewardCaller(caller);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.CallerNotRewardCaller.selector, stranger, orchestrator));
        bonding.rewardForTranscoder(orchestrator);
    }

    /// @dev Fees in one booking or in several are worth the same, but for a floor of each.
    function test_fuzz_fees_inSeveralTicketsAreWorthTheirSum(uint256 seed, uint256 amount) public {
        amount = bound(amount, 5, 1e24);
        bond(delegator, bound(seed, 1, 1e25), orchestrator);
        nextRound();
        if (seed % 2 == 0) reward(orchestrator);
        uint256 state = vm.snapshotState();
        addFees(orchestrator, amount);
        uint256[2] memory once = [bonding.pendingFees(orchestrator, 0), bonding.pendingFees(delegator, 0)];
        vm.revertToState(state);
        for (uint256 i = 0; i < 4; i++) {
            addFees(orchestrator, amount / 5);
        }
        addFees(orchestrator, amount - amount / 5 * 4);
        assertApproxEqAbs(bonding.pendingFees(orchestrator, 0), once[0], 10);
        assertApproxEqAbs(bonding.pendingFees(delegator, 0), once[1], 10);
        assertLe(bonding.pendingFees(orchestrator, 0) + bonding.pendingFees(delegator, 0), amount);
    }

    function test_fuzz_withdrawFees_paysWhatWasAskedAndKeepsTheRest(uint256 fees, uint256 amount) public {
        fees = bound(fees, 1, 1e24);
        addFees(orchestrator, fees);
        uint256 pending = bonding.pendingFees(orchestrator, 0);
        amount = bound(amount, 0, pending);
        vm.prank(orchestrator);
        bonding.withdrawFees(receiver, amount);
        assertEq(receiver.balance, amount);
        assertEq(bonding.pendingFees(orchestrator, 0), pending - amount);
        assertEq(address(minter).balance, fees - amount);
    }

    function test_fuzz_transcoder_takesPercentagesOnly(uint256 rewardCut, uint256 feeShare) public {
        reward(orchestrator);
        if (rewardCut > PPM) {
            vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidRewardCut.selector, rewardCut));
        } else if (feeShare > PPM) {
            vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidFeeShare.selector, feeShare));
        }
        vm.prank(orchestrator);
        bonding.transcoderWithHint(rewardCut, feeShare, other, NONE);
        (, uint256 newRewardCut, uint256 newFeeShare,,,,,,,) = bonding.getTranscoder(orchestrator);
        bool isValid = rewardCut <= PPM && feeShare <= PPM;
        assertEq(newRewardCut, isValid ? rewardCut : 100_000);
        assertEq(newFeeShare, isValid ? feeShare : 500_000);
    }

    /// @dev A penalty is a part of the stake; what is not the finder's is gone for good.
    function test_fuzz_slash_takesItsPartAndNoMore(uint256 slashAmount, uint256 finderFee, bool isFound) public {
        (slashAmount, finderFee) = (bound(slashAmount, 0, PPM), bound(finderFee, 0, PPM));
        register("Verifier", address(this));
        bond(delegator, 50e18, orchestrator);
        uint256 supply = token.totalSupply();
        bonding.slashTranscoder(orchestrator, isFound ? finder : NONE, slashAmount, finderFee);
        uint256 penalty = 1000e18 * slashAmount / PPM;
        assertEq(bonding.pendingStake(orchestrator, 0), 1000e18 - penalty);
        assertEq(bonding.pendingStake(delegator, 0), 50e18);
        assertEq(token.balanceOf(finder), isFound ? penalty * finderFee / PPM : 0);
        assertEq(supply - token.totalSupply(), penalty - token.balanceOf(finder));
        assertEq(token.balanceOf(address(minter)), 1000e18 + 50e18 + 900e18 - penalty);
    }

    /// @dev Whatever the rate, rewards and the treasury's cut are together what was minted.
    function test_fuzz_treasury_getsItsRateOfEveryReward(uint256 rate, uint256 ceiling) public {
        register("Treasury", receiver);
        if (rate > PRECISE) {
            vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidTreasuryRewardCutRate.selector, rate));
            bonding.setTreasuryRewardCutRate(rate);
            return;
        }
        bonding.setTreasuryRewardCutRate(rate);
        bonding.setTreasuryBalanceCeiling(ceiling);
        nextRound();
        (uint256 supply, uint256 stake) = (token.totalSupply(), bonding.transcoderTotalStake(orchestrator));
        reward(orchestrator);
        uint256 minted = token.totalSupply() - supply;
        assertEq(token.balanceOf(receiver), minted * rate / PRECISE);
        assertEq(bonding.transcoderTotalStake(orchestrator) - stake, minted - token.balanceOf(receiver));
        reward(other);
        bool isReached = ceiling > 0 && minted * rate / PRECISE >= ceiling;
        assertEq(bonding.nextRoundTreasuryRewardCutRate(), isReached ? 0 : rate);
    }

    function test_fuzz_setUnbondingPeriod_countsForLaterLocksOnly(uint64 period) public {
        uint256 round = currentRound();
        vm.prank(orchestrator);
        bonding.unbond(1);
        bonding.setUnbondingPeriod(period);
        vm.prank(orchestrator);
        bonding.unbond(1);
        (, uint256 before) = bonding.getDelegatorUnbondingLock(orchestrator, 0);
        (, uint256 afterwards) = bonding.getDelegatorUnbondingLock(orchestrator, 1);
        assertEq(before, round + UNBONDING_PERIOD);
        assertEq(afterwards, round + period);
    }

    function test_fuzz_setNumActiveTranscoders_onlyGrows(uint48 size) public {
        if (size <= POOL_SIZE) {
            vm.expectRevert(abi.encodeWithSelector(SortedList.MaxSizeNotIncreased.selector, size, POOL_SIZE));
        }
        bonding.setNumActiveTranscoders(size);
        assertEq(bonding.getTranscoderPoolMaxSize(), size > POOL_SIZE ? size : POOL_SIZE);
    }

    /// @dev A checkpoint by anyone changes nothing that anyone has.
    function test_fuzz_checkpoint_changesNoStake(address account, address caller) public {
        bond(delegator, 5e18, orchestrator);
        reward(orchestrator);
        uint256 stake = bonding.pendingStake(account, 0);
        (uint256 amount, address delegate) = votes.getVotesAndDelegateAtRoundStart(account, currentRound() + 1);
        vm.prank(caller);
        bonding.checkpointBondingState(account);
        assertEq(bonding.pendingStake(account, 0), stake);
        (uint256 newAmount, address newDelegate) = votes.getVotesAndDelegateAtRoundStart(account, currentRound() + 1);
        assertEq(newAmount, amount);
        assertEq(newDelegate, delegate);
    }
}
