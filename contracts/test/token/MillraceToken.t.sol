// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMillraceToken} from "../../src/interfaces/IMillraceToken.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Test} from "forge-std/Test.sol";

contract MillraceTokenTest is Test {
    bytes32 internal constant MINTER_ROLE = keccak256("MINTER_ROLE");
    bytes32 internal constant BURNER_ROLE = keccak256("BURNER_ROLE");

    MillraceToken internal token;
    address internal spender = makeAddr("spender");
    address internal stranger = makeAddr("stranger");

    function setUp() public {
        token = new MillraceToken("A Name", "SYM", "7");
        token.grantRole(MINTER_ROLE, address(this));
        token.grantRole(BURNER_ROLE, address(this));
    }

    function test_constructor_takesNameSymbolAndDomain() public view {
        (, string memory name, string memory version, uint256 chainId, address verifyingContract,,) =
            token.eip712Domain();
        assertEq(token.name(), "A Name");
        assertEq(token.symbol(), "SYM");
        assertEq(token.decimals(), 18);
        assertEq(name, "A Name");
        assertEq(version, "7");
        assertEq(chainId, block.chainid);
        assertEq(verifyingContract, address(token));
    }

    function test_mint_tellsTwice() public {
        vm.expectEmit();
        emit IMillraceToken.Mint(stranger, 5);
        token.mint(stranger, 5);
        assertEq(token.balanceOf(stranger), 5);
        assertEq(token.totalSupply(), 5);
    }

    function test_burn_isOfOnesOwnOrOfAnAllowance() public {
        token.mint(address(this), 10);
        vm.expectEmit();
        emit IMillraceToken.Burn(address(this), 4);
        token.burn(4);
        token.mint(stranger, 10);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(this), 0, 3));
        token.burnFrom(stranger, 3);
        vm.prank(stranger);
        token.approve(address(this), 3);
        token.burnFrom(stranger, 3);
        assertEq(token.totalSupply(), 13);
    }

    function test_mintAndBurn_needTheirRoles() public {
        vm.startPrank(stranger);
        vm.expectRevert(unauthorized(MINTER_ROLE));
        token.mint(stranger, 1);
        vm.expectRevert(unauthorized(BURNER_ROLE));
        token.burn(1);
        vm.expectRevert(unauthorized(BURNER_ROLE));
        token.burnFrom(address(this), 1);
    }

    function test_allowance_risesAndFallsButNotBelowZero() public {
        assertTrue(token.increaseAllowance(spender, 10));
        assertTrue(token.decreaseAllowance(spender, 4));
        assertEq(token.allowance(address(this), spender), 6);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, spender, 6, 7));
        token.decreaseAllowance(spender, 7);
    }

    function test_fuzz_permit_allowsOnce(uint128 value) public {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, permitDigest(owner, value, 0, block.timestamp));
        token.permit(owner, spender, value, block.timestamp, v, r, s);
        assertEq(token.allowance(owner, spender), value);
        assertEq(token.nonces(owner), 1);
        vm.expectPartialRevert(IMillraceToken.PermitSignerMismatch.selector);
        token.permit(owner, spender, value, block.timestamp, v, r, s);
    }

    function test_permit_failsAfterItsDeadline() public {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, permitDigest(owner, 1, 0, 99));
        vm.warp(100);
        vm.expectRevert(abi.encodeWithSelector(IMillraceToken.PermitExpired.selector, 99));
        token.permit(owner, spender, 1, 99, v, r, s);
    }

    function test_permit_failsForAnotherOwner() public {
        (address signer, uint256 key) = makeAddrAndKey("signer");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, permitDigest(stranger, 1, 0, block.timestamp));
        vm.expectRevert(abi.encodeWithSelector(IMillraceToken.PermitSignerMismatch.selector, signer, stranger));
        token.permit(stranger, spender, 1, block.timestamp, v, r, s);
    }

    function permitDigest(address owner, uint256 value, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, owner, spender, value, nonce, deadline));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("A Name"),
                keccak256("7"),
                block.chainid,
                address(token)
            )
        );
        assertEq(domain, token.DOMAIN_SEPARATOR());
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }

    function unauthorized(bytes32 role) private view returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, role);
    }
}
