// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The active set as one would first write it: an array that is sorted by inserting.
/// @dev Knows amounts only. Who is registered it is told by its user.
abstract contract PoolModel {
    uint256 public poolLimit;
    /// Stake delegated to an account.
    mapping(address account => uint256) public delegatedTo;
    address[] internal _pool;
    /// Last initialised round, in which those of {_membersOf} are active.
    uint256 internal _round;
    mapping(uint256 round => address[]) internal _membersOf;
    mapping(uint256 round => mapping(address account => bool)) private _wasMember;
    mapping(address account => uint256 round) private _returnedIn;

    function pool() external view returns (address[] memory) {
        return _pool;
    }

    function membersOf(uint256 round) external view returns (address[] memory) {
        return _membersOf[round];
    }

    /// @return Whether an account is active in the last initialised round. Who leaves and returns within it is not.
    function isActiveInModel(address account) public view returns (bool) {
        return _wasMember[_round][account] && _returnedIn[account] != _round;
    }

    function isMember(address account) public view returns (bool) {
        return _indexOf(account) < _pool.length;
    }

    function _beginRound(uint256 round) internal {
        _round = round;
        for (uint256 i = 0; i < _pool.length; i++) {
            _membersOf[round].push(_pool[i]);
            _wasMember[round][_pool[i]] = true;
        }
    }

    function _increase(address account, uint256 amount, bool isRegistered) internal {
        delegatedTo[account] += amount;
        if (isMember(account)) _place(account);
        else if (isRegistered) _join(account);
    }

    function _decrease(address account, uint256 amount) internal {
        delegatedTo[account] -= amount;
        if (isMember(account)) _place(account);
    }

    function _join(address account) internal {
        if (_pool.length == poolLimit) {
            address last = _pool[_pool.length - 1];
            if (delegatedTo[account] <= delegatedTo[last]) return;
            _leave(last);
        }
        _insert(account);
        if (_wasMember[_round][account]) _returnedIn[account] = _round;
    }

    function _leave(address account) internal {
        for (uint256 i = _indexOf(account); i + 1 < _pool.length; i++) {
            _pool[i] = _pool[i + 1];
        }
        _pool.pop();
    }

    /// @dev With hints, members of equal stake may stand in any order: takes over the one that there is.
    function _adoptOrderOfEquals(address[] memory actual) internal returns (bool isSameButForEquals) {
        if (actual.length != _pool.length) return false;
        for (uint256 i = 0; i < actual.length; i++) {
            if (!isMember(actual[i]) || delegatedTo[actual[i]] != delegatedTo[_pool[i]]) return false;
        }
        for (uint256 i = 0; i < actual.length; i++) {
            for (uint256 j = i + 1; j < actual.length; j++) {
                if (actual[i] == actual[j]) return false;
            }
        }
        _pool = actual;
        return true;
    }

    function _place(address account) private {
        _leave(account);
        _insert(account);
    }

    /// @dev Before the first member that has no more.
    function _insert(address account) private {
        uint256 place = 0;
        while (place < _pool.length && delegatedTo[_pool[place]] > delegatedTo[account]) place++;
        _pool.push(account);
        for (uint256 i = _pool.length - 1; i > place; i--) {
            _pool[i] = _pool[i - 1];
        }
        _pool[place] = account;
    }

    function _indexOf(address account) private view returns (uint256 index) {
        while (index < _pool.length && _pool[index] != account) index++;
    }
}
