// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

/// @title IdentityRegistry
/// @dev An account's texts change only by its call or its signature. `linked` is in the set of `main` exactly while
/// `main` is the main account of `linked`; to be so took both, and either alone ends it. No account is both main and
/// linked. It has no owner, holds nothing and calls nobody but contracts that are asked for their own signature.
contract IdentityRegistry is EIP712, Nonces, IIdentityRegistry {
    using EnumerableSet for EnumerableSet.AddressSet;

    bytes32 private constant RECORD_TYPEHASH = keccak256("TextRecord(string key,string value)");
    bytes32 private constant SET_TEXTS_TYPEHASH = keccak256(
        "SetTexts(address account,TextRecord[] records,uint256 nonce,uint256 deadline)TextRecord(string key,string value)"
    );
    bytes32 private constant LINK_TYPEHASH =
        keccak256("Link(address account,address main,address linked,uint256 nonce,uint256 deadline)");
    bytes32 private constant UNLINK_TYPEHASH =
        keccak256("Unlink(address account,address main,address linked,uint256 nonce,uint256 deadline)");

    /// @inheritdoc IIdentityRegistry
    uint256 public constant override MAX_KEY_LENGTH = 64;
    /// @inheritdoc IIdentityRegistry
    uint256 public constant override MAX_TEXT_LENGTH = 1024;
    /// @inheritdoc IIdentityRegistry
    uint256 public constant override MAX_RECORDS = 64;
    /// @inheritdoc IIdentityRegistry
    uint256 public constant override MAX_LINKS = 32;

    /// @inheritdoc IIdentityRegistry
    mapping(address account => uint256) public override recordCount;
    /// @inheritdoc IIdentityRegistry
    mapping(address linked => address main) public override mainOf;

    mapping(address account => mapping(string key => string value)) private _texts;
    mapping(address main => EnumerableSet.AddressSet) private _linkedTo;

    constructor() EIP712("Millrace Identity", "1") {}

    /// @inheritdoc IIdentityRegistry
    function setTexts(TextRecord[] calldata records) external override {
        _setTexts(msg.sender, records);
    }

    /// @inheritdoc IIdentityRegistry
    function setTextsFor(address account, TextRecord[] calldata records, Consent calldata consent) external override {
        bytes32[] memory hashes = new bytes32[](records.length);
        for (uint256 i = 0; i < records.length; i++) {
            hashes[i] = keccak256(
                abi.encode(RECORD_TYPEHASH, keccak256(bytes(records[i].key)), keccak256(bytes(records[i].value)))
            );
        }
        bytes32 recordsHash = keccak256(abi.encodePacked(hashes));
        bytes32 structHash =
            keccak256(abi.encode(SET_TEXTS_TYPEHASH, account, recordsHash, _useNonce(account), consent.deadline));
        _requireSigned(account, structHash, consent);
        _setTexts(account, records);
    }

    /// @inheritdoc IIdentityRegistry
    function link(address main, address linked, Consent calldata mainConsent, Consent calldata linkedConsent)
        external
        override
    {
        if (main == linked) revert LinkToItself(main);
        _requireUnlinked(main);
        _requireUnlinked(linked);
        uint256 links = _linkedTo[linked].length();
        if (links > 0) revert HasLinks(linked, links);
        if (_linkedTo[main].length() == MAX_LINKS) revert TooManyLinks(main, MAX_LINKS);
        _requireConsentToLink(main, main, linked, mainConsent);
        _requireConsentToLink(linked, main, linked, linkedConsent);
        mainOf[linked] = main;
        _linkedTo[main].add(linked);
        emit AccountsLinked(main, linked);
    }

    /// @inheritdoc IIdentityRegistry
    function unlink(address linked) external override {
        _unlink(msg.sender, linked);
    }

    /// @inheritdoc IIdentityRegistry
    function unlinkFor(address account, address linked, Consent calldata consent) external override {
        bytes32 structHash = keccak256(
            abi.encode(UNLINK_TYPEHASH, account, mainOf[linked], linked, _useNonce(account), consent.deadline)
        );
        _requireSigned(account, structHash, consent);
        _unlink(account, linked);
    }

    /// @inheritdoc IIdentityRegistry
    function cancelSignature() external override {
        emit SignatureCancelled(msg.sender, _useNonce(msg.sender));
    }

    /// @inheritdoc IIdentityRegistry
    function text(address account, string calldata key) external view override returns (string memory) {
        return _texts[account][key];
    }

    /// @inheritdoc IIdentityRegistry
    function texts(address account, string[] calldata keys) external view override returns (string[] memory values) {
        values = new string[](keys.length);
        for (uint256 i = 0; i < keys.length; i++) {
            values[i] = _texts[account][keys[i]];
        }
    }

    /// @inheritdoc IIdentityRegistry
    function linkedTo(address main) external view override returns (address[] memory) {
        return _linkedTo[main].values();
    }

    function _setTexts(address account, TextRecord[] calldata records) private {
        uint256 count = recordCount[account];
        for (uint256 i = 0; i < records.length; i++) {
            (string calldata key, string calldata value) = (records[i].key, records[i].value);
            (uint256 keyLength, uint256 length) = (bytes(key).length, bytes(value).length);
            if (keyLength == 0 || keyLength > MAX_KEY_LENGTH) revert KeyLengthInvalid(keyLength, MAX_KEY_LENGTH);
            if (length > MAX_TEXT_LENGTH) revert TextTooLong(key, length, MAX_TEXT_LENGTH);
            bool existed = bytes(_texts[account][key]).length > 0;
            // A record that is taken away was counted, so that this never goes below zero.
            if (length > 0 && !existed) count++;
            if (length == 0 && existed) count--;
            _texts[account][key] = value;
            emit TextChanged(account, key, key, value);
        }
        if (count > MAX_RECORDS) revert TooManyRecords(account, MAX_RECORDS);
        recordCount[account] = count;
    }

    function _unlink(address account, address linked) private {
        address main = mainOf[linked];
        if (main == address(0)) revert NotLinked(linked);
        if (account != main && account != linked) revert NotPartOfLink(account, main, linked);
        delete mainOf[linked];
        _linkedTo[main].remove(linked);
        emit AccountsUnlinked(main, linked, account);
    }

    function _requireConsentToLink(address account, address main, address linked, Consent calldata consent) private {
        if (account == msg.sender && consent.signature.length == 0) return;
        bytes32 structHash =
            keccak256(abi.encode(LINK_TYPEHASH, account, main, linked, _useNonce(account), consent.deadline));
        _requireSigned(account, structHash, consent);
    }

    function _requireSigned(address account, bytes32 structHash, Consent calldata consent) private view {
        if (block.timestamp > consent.deadline) revert ConsentExpired(account, consent.deadline);
        bytes32 digest = _hashTypedDataV4(structHash);
        if (!SignatureChecker.isValidSignatureNowCalldata(account, digest, consent.signature)) {
            revert ConsentInvalid(account);
        }
    }

    function _requireUnlinked(address account) private view {
        address main = mainOf[account];
        if (main != address(0)) revert LinkedAlready(account, main);
    }
}
