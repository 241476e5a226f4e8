// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IBondingVotes} from "../../src/interfaces/IBondingVotes.sol";
import {IRoundsManager} from "../../src/interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketBroker} from "../../src/payments/TicketBroker.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {AdjustableRoundsManager} from "../../src/rounds/AdjustableRoundsManager.sol";
import {BondingManager} from "../../src/staking/BondingManager.sol";
import {BondingVotes} from "../../src/staking/BondingVotes.sol";
import {Minter} from "../../src/staking/Minter.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {Observer} from "./Observer.sol";

/// @title Makes calls that the model foretold, and compares what comes of them.
/// @dev Run by differential.test.ts, which writes the calls to files and explains a mismatch.
contract Replay is Observer {
    struct Setup {
        address owner;
        address treasury;
        address verifier;
        address migrator;
        address[] accounts;
        uint256[] allowances;
        uint256 etherOfEach;
    }

    struct Step {
        address caller;
        uint256 target;
        uint256 value;
        bytes data;
        /// Empty for a success, otherwise how the answer begins.
        bytes outcome;
        /// Hash of all observations after the call, zero where they are not compared.
        bytes32 state;
    }

    string private _folder;
    address[] private _targets;

    function setUp() public override {
        _folder = vm.envString("MILLRACE_SEQUENCES_FOLDER");
        Setup memory setup = abi.decode(vm.readFileBinary(pathOf("setup")), (Setup));
        controller = new Controller();
        token = new MillraceToken("Test Token", "TT", "1");
        minter = new Minter(address(controller), INFLATION, INFLATION_CHANGE, TARGET_BONDING_RATE);
        rounds = IRoundsManager(proxied("RoundsManager", address(new AdjustableRoundsManager(address(controller)))));
        bonding = IBondingManager(proxied("BondingManager", address(new BondingManager(address(controller)))));
        votes = IBondingVotes(proxied("BondingVotes", address(new BondingVotes(address(controller)))));
        broker = ITicketBroker(proxied("TicketBroker", address(new TicketBroker(address(controller)))));
        register("LivepeerToken", address(token));
        register("Minter", address(minter));
        register("JobsManager", address(broker));
        register("Treasury", setup.treasury);
        register("Verifier", setup.verifier);
        register("L2Migrator", setup.migrator);
        token.grantRole(keccak256("MINTER_ROLE"), address(minter));
        token.grantRole(keccak256("BURNER_ROLE"), address(minter));
        token.grantRole(keccak256("MINTER_ROLE"), setup.owner);
        controller.unpause();
        controller.transferOwnership(setup.owner);
        for (uint256 i = 0; i < setup.accounts.length; i++) {
            vm.deal(setup.accounts[i], setup.etherOfEach);
            vm.prank(setup.accounts[i]);
            token.approve(address(bonding), setup.allowances[i]);
        }
        accounts = setup.accounts;
        _targets =
            [address(controller), address(token), address(minter), address(rounds), address(bonding), address(broker)];
    }

    function test_contractsDoWhatTheModelForetells() public {
        uint256 count = vm.envUint("MILLRACE_SEQUENCES");
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < count; i++) {
            // A call of its own, so that its memory is given back.
            this.replay(i);
            assertTrue(vm.revertToState(snapshot));
        }
    }

    function replay(uint256 sequence) external {
        Step[] memory steps = abi.decode(vm.readFileBinary(pathOf(vm.toString(sequence))), (Step[]));
        for (uint256 i = 0; i < steps.length; i++) {
            uint256 free = freeMemory();
            (bool isAsForetold, bytes memory answer) = perform(steps[i]);
            if (isAsForetold && steps[i].state != 0) {
                isAsForetold = keccak256(abi.encodePacked(observe())) == steps[i].state;
            }
            if (!isAsForetold) report(sequence, i, answer);
            giveBack(free);
        }
    }

    function perform(Step memory step) private returns (bool isAsForetold, bytes memory answer) {
        bool success;
        vm.prank(step.caller);
        (success, answer) = _targets[step.target].call{value: step.value}(step.data);
        if (success) return (step.outcome.length == 0, answer);
        return (step.outcome.length > 0 && beginsWith(answer, step.outcome), answer);
    }

    function beginsWith(bytes memory answer, bytes memory start) private pure returns (bool) {
        if (answer.length < start.length) return false;
        for (uint256 i = 0; i < start.length; i++) {
            if (answer[i] != start[i]) return false;
        }
        return true;
    }

    function report(uint256 sequence, uint256 step, bytes memory answer) private {
        vm.writeFileBinary(pathOf("mismatch"), abi.encode(sequence, step, answer, observe()));
        revert(string.concat("sequence ", vm.toString(sequence), ", step ", vm.toString(step)));
    }

    function pathOf(string memory name) private view returns (string memory) {
        return string.concat(_folder, "/", name, ".bin");
    }

    function freeMemory() private pure returns (uint256 free) {
        assembly ("memory-safe") {
            free := mload(0x40)
        }
    }

    /// @dev Nothing of a step is needed after it; without this a sequence would take memory by the megabyte.
    function giveBack(uint256 free) private pure {
        assembly {
            mstore(0x40, free)
        }
    }
}
