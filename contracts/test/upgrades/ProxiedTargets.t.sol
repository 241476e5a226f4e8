// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceRegistry} from "../../src/interfaces/IServiceRegistry.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketBroker} from "../../src/payments/TicketBroker.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";
import {BondingManager} from "../../src/staking/BondingManager.sol";
import {BondingVotes} from "../../src/staking/BondingVotes.sol";
import {UpgradeFixture} from "./UpgradeFixture.sol";

/// @title What a next version of each contract would add: a variable after the last, and a function that uses it.
interface INext {
    function note(uint256 value) external;
    function noted() external view returns (uint256);
}

contract NextRoundsManager is RoundsManager, INext {
    uint256 public override noted;

    constructor(address controller_) RoundsManager(controller_) {}

    function note(uint256 value) external override {
        noted = value;
    }
}

    contract NextBondingManager is BondingManager, INext {
        uint256 public override noted;

        constructor(address controller_) BondingManager(controller_) {}

        function note(uint256 value) external override {
            noted = value;
        }
    }

        contract NextBondingVotes is BondingVotes, INext {
            uint256 public override noted;

            constructor(address controller_) BondingVotes(controller_) {}

            function note(uint256 value) external override {
                noted = value;
            }
        }

            contract NextTicketBroker is TicketBroker, INext {
                uint256 public override noted;

                constructor(address controller_) TicketBroker(controller_) {}

                function note(uint256 value) external override {
                    noted = value;
                }
            }

                contract NextServiceRegistry is ServiceRegistry, INext {
                    uint256 public override noted;

                    constructor(address controller_) ServiceRegistry(controller_) {}

                    function note(uint256 value) external override {
                        noted = value;
                    }
                }

                    /// @title Another implementation behind a proxy finds everything where the first one left it, and goes on from there.
                    contract ProxiedTargetsTest is UpgradeFixture {
                        function test_roundsManager_keepsItsState() public {
                            upgrade(
                                "RoundsManager", address(rounds), address(new NextRoundsManager(address(controller)))
                            );
                        }

                        function test_bondingManager_keepsItsState() public {
                            upgrade(
                                "BondingManager", address(bonding), address(new NextBondingManager(address(controller)))
                            );
                        }

                        function test_bondingVotes_keepsItsState() public {
                            upgrade("BondingVotes", address(votes), address(new NextBondingVotes(address(controller))));
                        }

                        function test_ticketBroker_keepsItsState() public {
                            upgrade("TicketBroker", address(broker), address(new NextTicketBroker(address(controller))));
                        }

                        function test_serviceRegistry_keepsItsState() public {
                            upgrade(
                                "ServiceRegistry",
                                address(registry),
                                address(new NextServiceRegistry(address(controller)))
                            );
                        }

                        /// @dev All at once and in the middle of a round, as a release would.
                        function test_all_keepTheirState() public {
                            bytes32 before = state();
                            replace("RoundsManager", address(new NextRoundsManager(address(controller))));
                            replace("BondingManager", address(new NextBondingManager(address(controller))));
                            replace("BondingVotes", address(new NextBondingVotes(address(controller))));
                            replace("TicketBroker", address(new NextTicketBroker(address(controller))));
                            replace("ServiceRegistry", address(new NextServiceRegistry(address(controller))));
                            assertEq(state(), before);
                            goOn();
                        }

                        /// @dev The same calls lead to the same state with and without an upgrade before them.
                        function upgrade(string memory name, address proxy, address target) private {
                            bytes32 before = state();
                            bytes memory constants = abi.encode(
                                votes.name(), votes.symbol(), broker.ticketValidityPeriod()
                            );
                            uint256 snapshot = vm.snapshotState();
                            goOn();
                            bytes32 afterwards = state();
                            vm.revertToState(snapshot);

                            replace(name, target);
                            INext(proxy).note(42);
                            assertEq(state(), before, "another state");
                            assertEq(abi.encode(votes.name(), votes.symbol(), broker.ticketValidityPeriod()), constants);
                            goOn();
                            assertEq(state(), afterwards, "another future");
                            assertEq(INext(proxy).noted(), 42);
                        }

                        function replace(string memory name, address target) private {
                            controller.setContractInfo(
                                keccak256(abi.encodePacked(name, "Target")), target, bytes20("next")
                            );
                        }
                    }
