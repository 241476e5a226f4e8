// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Poll} from "../../src/governance/Poll.sol";
import {PollCreator} from "../../src/governance/PollCreator.sol";
import {IPoll} from "../../src/interfaces/IPoll.sol";
import {IPollCreator} from "../../src/interfaces/IPollCreator.sol";
import {Deployers} from "../utils/Deployers.sol";
import {Vm} from "forge-std/Vm.sol";

contract PollsTest is Deployers {
    PollCreator internal creator;
    address internal orchestrator = makeAddr("orchestrator");
    address internal delegator = makeAddr("delegator");

    function setUp() public override {
        super.setUp();
        creator = new PollCreator(address(bonding));
    }

    function test_constants_areThoseOfTheLiveProtocol() public view {
        assertEq(creator.QUORUM(), 333_300);
        assertEq(creator.QUOTA(), 500_000);
        assertEq(creator.POLL_PERIOD(), 57_600);
        assertEq(creator.POLL_CREATION_COST(), 100e18);
        assertEq(address(creator.bondingManager()), address(bonding));
    }

    function test_createPoll_tellsOfThePoll() public {
        bond(orchestrator, 100e18, orchestrator);
        vm.expectEmit(false, true, true, true, address(creator));
        emit IPollCreator.PollCreated(address(0), "QmHash", block.number + 57_600, 333_300, 500_000);
        IPoll poll = createPoll(orchestrator, "QmHash");
        assertEq(poll.endBlock(), block.number + 57_600);
    }

    function test_fuzz_createPoll_needsStakeOfItsOwn(uint256 stake) public {
        stake = bound(stake, 1, 200e18);
        bond(orchestrator, 1e18, orchestrator);
        bond(delegator, stake, orchestrator);
        if (stake < 100e18) {
            vm.expectRevert(abi.encodeWithSelector(IPollCreator.InsufficientStake.selector, delegator, 100e18));
        }
        vm.prank(delegator);
        creator.createPoll("QmHash");
    }

    function test_fuzz_createPoll_countsStakeDelegatedToAnOrchestrator(uint256 delegated) public {
        delegated = bound(delegated, 1, 200e18);
        bond(orchestrator, 1e18, orchestrator);
        bond(delegator, delegated, orchestrator);
        if (delegated + 1e18 < 100e18) {
            vm.expectRevert(abi.encodeWithSelector(IPollCreator.InsufficientStake.selector, orchestrator, 100e18));
        }
        vm.prank(orchestrator);
        creator.createPoll("QmHash");
    }

    function test_createPoll_countsRewardsThatAreNotYetClaimed() public {
        register(orchestrator, 60e18, 0, 0);
        bond(delegator, 99.9e18, orchestrator);
        nextRound();
        token.mint(address(this), 1e24);
        vm.expectRevert(abi.encodeWithSelector(IPollCreator.InsufficientStake.selector, delegator, 100e18));
        vm.prank(delegator);
        creator.createPoll("QmHash");
        nextRound();
        reward(orchestrator);
        createPoll(delegator, "QmHash");
    }

    function test_fuzz_vote_isOpenUntilTheEndBlock(address voter, uint256 choice, uint256 blocks) public {
        blocks = bound(blocks, 0, 200);
        Poll poll = new Poll(block.number + 100);
        vm.roll(block.number + blocks);
        if (blocks > 100) {
            vm.expectRevert(
                abi.encodeWithSelector(IPoll.PollIsOver.selector, poll.endBlock(), poll.endBlock() + blocks - 100)
            );
        } else {
            vm.expectEmit(address(poll));
            emit IPoll.Vote(voter, choice);
        }
        vm.prank(voter);
        poll.vote(choice);
    }

    function test_vote_mayBeChanged() public {
        Poll poll = new Poll(block.number);
        vm.startPrank(delegator);
        poll.vote(0);
        vm.expectEmit(address(poll));
        emit IPoll.Vote(delegator, 1);
        poll.vote(1);
    }

    function test_fuzz_destroy_isForAfterTheEndBlock(uint256 blocks, uint96 balance) public {
        blocks = bound(blocks, 0, 200);
        Poll poll = new Poll(block.number + 100);
        vm.deal(address(poll), balance);
        vm.roll(block.number + blocks);
        if (blocks <= 100) {
            vm.expectRevert(
                abi.encodeWithSelector(IPoll.PollIsActive.selector, poll.endBlock(), poll.endBlock() + blocks - 100)
            );
        }
        vm.prank(delegator);
        poll.destroy();
        assertEq(delegator.balance, blocks <= 100 ? 0 : balance);
    }

    function test_destroy_endsAPollThatIsCreatedInTheSameTransaction() public {
        vm.roll(7);
        Poll poll = new Poll(6);
        poll.destroy();
        // Whether or not the code stays, nobody votes any more.
        vm.expectRevert();
        poll.vote(0);
    }

    function createPoll(address account, bytes memory proposal) private returns (IPoll) {
        vm.recordLogs();
        vm.prank(account);
        creator.createPoll(proposal);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        return IPoll(address(uint160(uint256(logs[logs.length - 1].topics[1]))));
    }
}
