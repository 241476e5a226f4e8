// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IBondingVotes} from "../../src/interfaces/IBondingVotes.sol";
import {IRoundsManager} from "../../src/interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketBroker} from "../../src/payments/TicketBroker.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {ManagerProxy} from "../../src/registry/ManagerProxy.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";
import {BondingManager} from "../../src/staking/BondingManager.sol";
import {BondingVotes} from "../../src/staking/BondingVotes.sol";
import {Minter} from "../../src/staking/Minter.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {Test} from "forge-std/Test.sol";

/// @title The whole protocol for a test, unpaused, in an initialised round.
abstract contract Deployers is Test {
    uint256 internal constant ROUND_LENGTH = 100;
    uint256 internal constant ROUND_LOCK = 100_000;
    uint256 internal constant POOL_SIZE = 3;
    uint64 internal constant UNBONDING_PERIOD = 7;
    uint256 internal constant TICKET_VALIDITY = 2;
    uint256 internal constant UNLOCK_PERIOD = 2;
    uint256 internal constant INFLATION = 220_500;
    uint256 internal constant INFLATION_CHANGE = 500;
    uint256 internal constant TARGET_BONDING_RATE = 500_000_000;
    uint256 internal constant PPM = 1_000_000;
    uint256 internal constant PRECISE = 1e27;

    Controller internal controller;
    MillraceToken internal token;
    Minter internal minter;
    IRoundsManager internal rounds;
    IBondingManager internal bonding;
    IBondingVotes internal votes;
    ITicketBroker internal broker;

    function setUp() public virtual {
        controller = new Controller();
        token = new MillraceToken("Test Token", "TT", "1");
        minter = new Minter(address(controller), INFLATION, INFLATION_CHANGE, TARGET_BONDING_RATE);
        rounds = IRoundsManager(proxied("RoundsManager", address(new RoundsManager(address(controller)))));
        bonding = IBondingManager(proxied("BondingManager", address(new BondingManager(address(controller)))));
        votes = IBondingVotes(proxied("BondingVotes", address(new BondingVotes(address(controller)))));
        broker = ITicketBroker(proxied("TicketBroker", address(new TicketBroker(address(controller)))));
        register("LivepeerToken", address(token));
        register("Minter", address(minter));
        register("JobsManager", address(broker));
        token.grantRole(keccak256("MINTER_ROLE"), address(minter));
        token.grantRole(keccak256("BURNER_ROLE"), address(minter));
        token.grantRole(keccak256("MINTER_ROLE"), address(this));
        rounds.setRoundLength(ROUND_LENGTH);
        rounds.setRoundLockAmount(ROUND_LOCK);
        bonding.setNumActiveTranscoders(POOL_SIZE);
        bonding.setUnbondingPeriod(UNBONDING_PERIOD);
        broker.setTicketValidityPeriod(TICKET_VALIDITY);
        broker.setUnlockPeriod(UNLOCK_PERIOD);
        controller.unpause();
        vm.roll(1000);
        rounds.initializeRound();
    }

    /// @dev Registers an implementation and a proxy in front of it.
    function proxied(string memory name, address target) internal returns (address) {
        bytes32 targetId = keccak256(abi.encodePacked(name, "Target"));
        address proxy = address(new ManagerProxy(address(controller), targetId));
        controller.setContractInfo(targetId, target, bytes20(0));
        register(name, proxy);
        return proxy;
    }

    function register(string memory name, address contractAddress) internal {
        controller.setContractInfo(keccak256(bytes(name)), contractAddress, bytes20(0));
    }

    /// @dev Goes to the first block of the next round and initialises it.
    function nextRound() internal {
        skipRounds(1);
        rounds.initializeRound();
    }

    function skipRounds(uint256 count) internal {
        vm.roll(rounds.currentRoundStartBlock() + count * ROUND_LENGTH);
    }

    function currentRound() internal view returns (uint256) {
        return rounds.currentRound();
    }

    /// @dev Mints tokens for `account` and bonds them.
    function bond(address account, uint256 amount, address to) internal {
        giveTokens(account, amount);
        vm.prank(account);
        bonding.bond(amount, to);
    }

    function giveTokens(address account, uint256 amount) internal {
        token.mint(account, amount);
        vm.prank(account);
        token.approve(address(bonding), amount);
    }

    /// @dev Bonds `account` to itself and sets its cuts.
    function register(address account, uint256 amount, uint256 rewardCut, uint256 feeShare) internal {
        bond(account, amount, account);
        vm.prank(account);
        bonding.transcoder(rewardCut, feeShare);
    }

    function reward(address account) internal {
        vm.prank(account);
        bonding.reward();
    }

    /// @dev Books `fees` as the TicketBroker would, with the ETH that covers them.
    function addFees(address account, uint256 fees) internal {
        vm.deal(address(minter), address(minter).balance + fees);
        vm.prank(address(broker));
        bonding.updateTranscoderWithFees(account, fees, 0);
    }

    function bondedAmount(address account) internal view returns (uint256 amount) {
        (amount,,,,,,) = bonding.getDelegator(account);
    }

    function delegateOf(address account) internal view returns (address delegate) {
        (,, delegate,,,,) = bonding.getDelegator(account);
    }

    function poolOf(address account, uint256 round)
        internal
        view
        returns (uint256 totalStake, uint256 rewardFactor, uint256 feeFactor)
    {
        (totalStake,,, rewardFactor, feeFactor) = bonding.getTranscoderEarningsPoolForRound(account, round);
    }

    function activationOf(address account) internal view returns (uint256 activation, uint256 deactivation) {
        (,,,, activation, deactivation,,,,) = bonding.getTranscoder(account);
    }

    /// @dev Two floors: first the fraction, then the product.
    function preciseOf(uint256 amount, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        return (amount * ((numerator * PRECISE) / denominator)) / PRECISE;
    }
}
