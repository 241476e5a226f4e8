// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Where accounts say who they are, and which other accounts are theirs.
/// @notice Everything here is said by the accounts themselves and verified by nobody, but for one thing: two accounts
/// are linked only with the consent of both keys.
/// @dev A consent is an EIP-712 signature of an account, or an ERC-1271 one if the account is a contract. It binds the
/// chain, this contract, the account that gives it, the account's next nonce and a deadline, so that it is good once.
interface IIdentityRegistry {
    /// @notice A text under a key, named as in EIP-634: "name", "url", "com.github".
    struct TextRecord {
        string key;
        string value;
    }

    /// @notice What an account agrees to, or nothing if it makes the call itself.
    /// @param deadline Last second (Unix) at which the signature is good.
    /// @param signature Empty if the account is the caller.
    struct Consent {
        uint256 deadline;
        bytes signature;
    }

    /// @param value Empty if the record was removed.
    event TextChanged(address indexed account, string indexed indexedKey, string key, string value);
    /// @notice `linked` belongs to `main`, say both.
    event AccountsLinked(address indexed main, address indexed linked);
    /// @param by Which of the two ended it.
    event AccountsUnlinked(address indexed main, address indexed linked, address by);
    /// @param nonce The one that is used up.
    event SignatureCancelled(address indexed account, uint256 nonce);

    /// @notice The key of a record is empty or longer than `max` bytes.
    error KeyLengthInvalid(uint256 length, uint256 max);
    /// @notice A text is longer than `max` bytes.
    error TextTooLong(string key, uint256 length, uint256 max);
    /// @notice The account would have more than `max` records.
    error TooManyRecords(address account, uint256 max);
    /// @notice The deadline of a consent has passed.
    error ConsentExpired(address account, uint256 deadline);
    /// @notice A consent is not signed by the account, or not for this call, this chain, this contract or its next nonce.
    error ConsentInvalid(address account);
    /// @notice An account cannot be linked to itself.
    error LinkToItself(address account);
    /// @notice An account belongs to another already, and can neither belong to a second one nor have accounts of its own.
    error LinkedAlready(address account, address main);
    /// @notice The account that was to be linked has linked accounts of its own.
    error HasLinks(address account, uint256 count);
    /// @notice The account would have more than `max` linked accounts.
    error TooManyLinks(address main, uint256 max);
    /// @notice The account is linked to none.
    error NotLinked(address account);
    /// @notice Only one of the two accounts can end a link.
    error NotPartOfLink(address account, address main, address linked);

    /// @notice Sets text records of the caller; an empty value removes one. Others stay as they are.
    function setTexts(TextRecord[] calldata records) external;

    /// @notice Sets text records of `account`, with its consent. Anyone.
    /// @dev Signs `SetTexts(address account,TextRecord[] records,uint256 nonce,uint256 deadline)`.
    function setTextsFor(address account, TextRecord[] calldata records, Consent calldata consent) external;

    /// @notice Makes `linked` an account of `main`, with the consent of both. Anyone.
    /// @dev Both sign `Link(address account,address main,address linked,uint256 nonce,uint256 deadline)`, each with
    /// itself as `account`. An account belongs to one other at most, and who has accounts belongs to none.
    function link(address main, address linked, Consent calldata mainConsent, Consent calldata linkedConsent) external;

    /// @notice Ends the link of `linked`. Either of the two accounts.
    function unlink(address linked) external;

    /// @notice Ends the link of `linked`, with the consent of `account`, one of the two. Anyone.
    /// @dev Signs `Unlink(address account,address main,address linked,uint256 nonce,uint256 deadline)`.
    function unlinkFor(address account, address linked, Consent calldata consent) external;

    /// @notice Makes what the caller has signed and nobody has used worthless, by using up its next nonce.
    function cancelSignature() external;

    /// @return The text of `account` under `key`, empty if none.
    function text(address account, string calldata key) external view returns (string memory);

    /// @return The texts of `account` under `keys`, each empty if none.
    function texts(address account, string[] calldata keys) external view returns (string[] memory);

    /// @return How many records `account` has.
    function recordCount(address account) external view returns (uint256);

    /// @return The account that `linked` belongs to, zero if none.
    function mainOf(address linked) external view returns (address);

    /// @return The accounts that belong to `main`, in no order.
    function linkedTo(address main) external view returns (address[] memory);

    /// @return Longest key, in bytes.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_KEY_LENGTH() external view returns (uint256);

    /// @return Longest text, in bytes.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_TEXT_LENGTH() external view returns (uint256);

    /// @return Most records of an account.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_RECORDS() external view returns (uint256);

    /// @return Most accounts that belong to one.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_LINKS() external view returns (uint256);
}
