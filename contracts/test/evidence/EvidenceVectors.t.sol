// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Test} from "forge-std/Test.sol";

/// @dev The structs of docs/evidence.md; texts are bytes in UTF-8.
struct Evidence {
    uint256 version;
    uint256 chainId;
    address ticketBroker;
    uint64 recordedAtMs;
    address gateway;
    Order order;
    Session session;
    Result result;
    Verdict verdict;
}

struct Order {
    bytes manifestId;
    uint64 seqNo;
    bytes32 sourceHash;
    uint64 sourceByteLength;
    uint32 durationMs;
    uint64 fromMs;
    uint64 toMs;
    Profile[] profiles;
    bytes signature;
}

struct Profile {
    bytes name;
    uint32 width;
    uint32 height;
    uint32 bitrate;
    uint32 fps;
    uint32 fpsDen;
    uint8 format;
    uint8 encoderProfile;
    int32 gopMs;
    uint8 codec;
    uint8 quality;
}

struct Session {
    bytes sessionId;
    address recipient;
    uint64 validUntil;
    bytes authorization;
    bytes32 recipientRandHash;
    uint128 weiPerUnit;
    uint128 pixelsPerUnit;
}

struct Result {
    address signer;
    Rendition[] renditions;
    bytes signature;
}

struct Rendition {
    bytes32 hash;
    uint64 byteLength;
    uint64 pixels;
}

struct Verdict {
    bool usedReference;
    Reason[] reasons;
    Score[] scores;
}

struct Reason {
    uint8 rendition;
    bytes code;
    uint8 severity;
    bytes message;
}

struct Score {
    uint8 rendition;
    bytes name;
    int64 micros;
}

/// @dev What a contract that settles disputes would do with evidence before anything else.
contract EvidenceReader {
    using MessageHashUtils for bytes32;

    function addressOf(Evidence calldata evidence) external pure returns (bytes32) {
        return keccak256(abi.encode(evidence));
    }

    function signersOf(Evidence calldata evidence, bytes calldata reportSignature)
        external
        pure
        returns (address reportedBy, address orderedBy, address madeBy)
    {
        reportedBy = signerOf(keccak256(abi.encode(evidence)), reportSignature);
        orderedBy = signerOf(orderDigest(evidence.order), evidence.order.signature);
        madeBy = signerOf(resultDigest(evidence.result.renditions), evidence.result.signature);
    }

    function orderDigest(Order calldata order) public pure returns (bytes32) {
        bytes memory fingerprints;
        for (uint256 i = 0; i < order.profiles.length; i++) {
            uint256 fingerprint = uint256(keccak256(order.profiles[i].name)) >> 224;
            string memory digits = Strings.toHexString(fingerprint, 4);
            for (uint256 digit = 2; digit < 10; digit++) {
                fingerprints = abi.encodePacked(fingerprints, bytes(digits)[digit]);
            }
        }
        return keccak256(abi.encodePacked(order.manifestId, uint256(order.seqNo), order.sourceHash, fingerprints));
    }

    function resultDigest(Rendition[] calldata renditions) public pure returns (bytes32) {
        bytes memory hashes;
        for (uint256 i = 0; i < renditions.length; i++) {
            hashes = abi.encodePacked(hashes, renditions[i].hash);
        }
        return keccak256(hashes);
    }

    function signerOf(bytes32 digest, bytes calldata signature) private pure returns (address) {
        return ECDSA.recover(digest.toEthSignedMessageHash(), signature);
    }
}

/// @title The golden evidence that TypeScript writes and reads.
contract EvidenceVectorsTest is Test {
    string private json = vm.readFile("vectors/evidence.json");
    EvidenceReader private reader = new EvidenceReader();

    function test_evidence_addressIsTheHashOfItsAbiEncoding() public view {
        Evidence memory evidence = golden();
        assertEq(evidence.version, 1);
        assertEq(evidence.order.manifestId, "movie");
        assertEq(evidence.verdict.scores[1].micros, -1);
        assertEq(reader.addressOf(evidence), vm.parseJsonBytes32(json, "$.address"));
    }

    function test_evidence_signersAreRecoveredOnChain() public view {
        Evidence memory evidence = golden();
        assertEq(reader.orderDigest(evidence.order), vm.parseJsonBytes32(json, "$.orderDigest"));
        assertEq(reader.resultDigest(evidence.result.renditions), vm.parseJsonBytes32(json, "$.resultDigest"));
        bytes memory reportSignature = vm.parseJsonBytes(json, "$.reportSignature");
        uint256 gasBefore = gasleft();
        (address reportedBy, address orderedBy, address madeBy) = reader.signersOf(evidence, reportSignature);
        // docs/slashing.md reckons with this; with the encoding of the call it is below.
        assertLt(gasBefore - gasleft(), 60_000);
        assertEq(reportedBy, evidence.gateway);
        assertEq(reportedBy, vm.parseJsonAddress(json, "$.gateway"));
        assertEq(orderedBy, evidence.gateway);
        assertEq(madeBy, evidence.result.signer);
        assertEq(madeBy, vm.parseJsonAddress(json, "$.orchestrator"));
    }

    function test_evidence_resultHoldsForAnyOrder() public view {
        Evidence memory evidence = golden();
        evidence.order.seqNo = 8;
        (, address orderedBy, address madeBy) = reader.signersOf(evidence, vm.parseJsonBytes(json, "$.reportSignature"));
        assertNotEq(orderedBy, evidence.gateway);
        // The orchestrator signs hashes of renditions alone: whatever they are put beside, it has signed them.
        assertEq(madeBy, evidence.result.signer);
    }

    function golden() private view returns (Evidence memory) {
        return abi.decode(vm.parseJsonBytes(json, "$.statement"), (Evidence));
    }
}
