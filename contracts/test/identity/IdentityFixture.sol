// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IdentityRegistry} from "../../src/identity/IdentityRegistry.sol";
import {IIdentityRegistry} from "../../src/interfaces/IIdentityRegistry.sol";
import {Test} from "forge-std/Test.sol";

/// @title A registry, accounts with keys, and what they sign, hashed by the letter of EIP-712.
abstract contract IdentityFixture is Test {
    IdentityRegistry internal registry;
    address internal main;
    address internal linked;
    uint256 internal mainKey;
    uint256 internal linkedKey;
    address internal stranger = makeAddr("stranger");

    function setUp() public virtual {
        registry = new IdentityRegistry();
        (main, mainKey) = makeAddrAndKey("main");
        (linked, linkedKey) = makeAddrAndKey("linked");
        vm.warp(1_000_000);
    }

    function one(string memory key, string memory value)
        internal
        pure
        returns (IIdentityRegistry.TextRecord[] memory records)
    {
        records = new IIdentityRegistry.TextRecord[](1);
        records[0] = IIdentityRegistry.TextRecord(key, value);
    }

    function none() internal pure returns (IIdentityRegistry.Consent memory) {
        return IIdentityRegistry.Consent(0, "");
    }

    /// @dev The consent of `account` to a link, at its next nonce.
    function linkConsent(address account, uint256 key) internal view returns (IIdentityRegistry.Consent memory) {
        return consent(key, linkHash(account, main, linked, registry.nonces(account), block.timestamp));
    }

    function unlinkConsent(address account, uint256 key) internal view returns (IIdentityRegistry.Consent memory) {
        bytes32 typeHash =
            keccak256("Unlink(address account,address main,address linked,uint256 nonce,uint256 deadline)");
        return
            consent(
                key, keccak256(abi.encode(typeHash, account, main, linked, registry.nonces(account), block.timestamp))
            );
    }

    /// @dev The consent of `account` to one record, at its next nonce.
    function textConsent(address account, uint256 key, IIdentityRegistry.TextRecord memory record)
        internal
        view
        returns (IIdentityRegistry.Consent memory)
    {
        bytes32 typeHash = keccak256(
            "SetTexts(address account,TextRecord[] records,uint256 nonce,uint256 deadline)TextRecord(string key,string value)"
        );
        bytes32 recordHash = keccak256(
            abi.encode(
                keccak256("TextRecord(string key,string value)"),
                keccak256(bytes(record.key)),
                keccak256(bytes(record.value))
            )
        );
        bytes32 recordsHash = keccak256(abi.encodePacked(recordHash));
        return
            consent(
                key, keccak256(abi.encode(typeHash, account, recordsHash, registry.nonces(account), block.timestamp))
            );
    }

    function linkHash(address account, address main_, address linked_, uint256 nonce, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        bytes32 typeHash = keccak256("Link(address account,address main,address linked,uint256 nonce,uint256 deadline)");
        return keccak256(abi.encode(typeHash, account, main_, linked_, nonce, deadline));
    }

    function consent(uint256 key, bytes32 structHash) internal view returns (IIdentityRegistry.Consent memory) {
        return IIdentityRegistry.Consent(block.timestamp, sign(key, digestOf(structHash)));
    }

    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Millrace Identity"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function linkBoth() internal {
        registry.link(main, linked, linkConsent(main, mainKey), linkConsent(linked, linkedKey));
    }
}
