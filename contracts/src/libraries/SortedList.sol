// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A doubly linked list of accounts, sorted by key from high to low, of bounded size.
/// @dev Invariants: members' keys never rise from head to tail; `size` counts the members and never passes `maxSize`;
/// `prev` and `next` mirror each other. An account has its key whether or not it is a member, so that who keeps a
/// number for every account need not keep it twice. A step of a walk down reads one slot: `next` and `key` share it.
library SortedList {
    struct Node {
        address next;
        uint96 key;
        address prev;
        bool isMember;
    }

    struct List {
        address head;
        uint48 size;
        uint48 maxSize;
        address tail;
        mapping(address id => Node) nodes;
    }

    /// @notice Live protocol: "list is full".
    error ListFull(uint256 maxSize);
    /// @notice Live protocol: "node already in list".
    error NodeAlreadyInList(address id);
    /// @notice Live protocol: "node id is null".
    error NodeIsZero();
    /// @notice Live protocol: "key is zero".
    error KeyIsZero(address id);
    /// @notice Live protocol: "node not in list".
    error NodeNotInList(address id);
    /// @notice Live protocol: "new max size must be greater than old max size".
    error MaxSizeNotIncreased(uint256 newMaxSize, uint256 oldMaxSize);

    /// @notice Sets how many members the list may have; it can only grow.
    function setMaxSize(List storage self, uint48 newMaxSize) internal {
        uint48 oldMaxSize = self.maxSize;
        if (newMaxSize <= oldMaxSize) revert MaxSizeNotIncreased(newMaxSize, oldMaxSize);
        self.maxSize = newMaxSize;
    }

    /// @notice Makes an account with a key a member. Without a valid hint it goes before the first member with a key
    /// not above its own.
    /// @param prev Hint: the member before its place, zero at the head or if unknown.
    /// @param next Hint: the member after its place, zero at the tail or if unknown.
    function insert(List storage self, address id, address prev, address next) internal {
        if (isFull(self)) revert ListFull(self.maxSize);
        if (id == address(0)) revert NodeIsZero();
        Node storage node = self.nodes[id];
        uint96 key = node.key;
        if (key == 0) revert KeyIsZero(id);
        if (node.isMember) revert NodeAlreadyInList(id);
        (prev, next) = _findPlace(self, key, prev, next);
        _link(self, id, prev, next);
        self.size++;
    }

    /// @notice Ends an account's membership; it keeps its key.
    function remove(List storage self, address id) internal {
        Node storage node = self.nodes[id];
        if (!node.isMember) revert NodeNotInList(id);
        _unlink(self, node.prev, node.next);
        (node.next, node.prev, node.isMember) = (address(0), address(0), false);
        self.size--;
    }

    /// @notice Gives an account another key, and a member the place that belongs to it. Without a valid hint that is
    /// searched from where the member stands, for a key seldom changes by much.
    /// @param prev Hint as for {insert}, in the list without the account.
    /// @param next Hint as for {insert}, in the list without the account.
    /// @return isMember Whether the account is a member.
    function setKey(List storage self, address id, uint96 newKey, address prev, address next)
        internal
        returns (bool isMember)
    {
        Node storage node = self.nodes[id];
        isMember = node.isMember;
        if (!isMember) {
            node.key = newKey;
            return false;
        }
        if (newKey == 0) revert KeyIsZero(id);
        (address oldPrev, address oldNext) = (node.prev, node.next);
        uint96 oldKey = node.key;
        node.key = newKey;
        // Where a search would lead to the same place, the links can stay.
        if (
            (oldPrev == address(0) || self.nodes[oldPrev].key > newKey)
                && (oldNext == address(0) || newKey >= self.nodes[oldNext].key)
        ) return true;
        _unlink(self, oldPrev, oldNext);
        // Out of the list a node is no hint, its own included.
        node.isMember = false;
        (prev, next) = _validHints(self, newKey, prev, next);
        if (prev == address(0) && next == address(0)) {
            (prev, next) = newKey >= oldKey
                ? _ascend(self, uint256(newKey) + 1, oldPrev, oldNext)
                : _descend(self, newKey, oldPrev, oldNext);
        } else {
            (prev, next) = _fromHints(self, newKey, prev, next);
        }
        _link(self, id, prev, next);
    }

    function contains(List storage self, address id) internal view returns (bool) {
        return self.nodes[id].isMember;
    }

    function isFull(List storage self) internal view returns (bool) {
        return self.size == self.maxSize;
    }

    /// @return Key of an account, member or not.
    function keyOf(List storage self, address id) internal view returns (uint96) {
        return self.nodes[id].key;
    }

    function _link(List storage self, address id, address prev, address next) private {
        Node storage node = self.nodes[id];
        (node.next, node.prev, node.isMember) = (next, prev, true);
        if (prev == address(0)) self.head = id;
        else self.nodes[prev].next = id;
        if (next == address(0)) self.tail = id;
        else self.nodes[next].prev = id;
    }

    function _unlink(List storage self, address prev, address next) private {
        if (prev == address(0)) self.head = next;
        else self.nodes[prev].next = next;
        if (next == address(0)) self.tail = prev;
        else self.nodes[next].prev = prev;
    }

    function _findPlace(List storage self, uint96 key, address prev, address next)
        private
        view
        returns (address, address)
    {
        (prev, next) = _validHints(self, key, prev, next);
        if (prev != address(0) || next != address(0)) return _fromHints(self, key, prev, next);
        // Newcomers are mostly last: one look at the tail saves them the walk of 2,200 gas a member.
        address tail = self.tail;
        if (tail != address(0) && self.nodes[tail].key > key) return (tail, address(0));
        return _descend(self, key, address(0), self.head);
    }

    /// @return The hint before the place, zero if it is no member or on the wrong side of the key.
    /// @return The hint after the place, likewise.
    function _validHints(List storage self, uint96 key, address prev, address next)
        private
        view
        returns (address, address)
    {
        if (prev != address(0) && (self.nodes[prev].key < key || !contains(self, prev))) prev = address(0);
        if (next != address(0) && (self.nodes[next].key > key || !contains(self, next))) next = address(0);
        return (prev, next);
    }

    /// @dev At least one hint is valid.
    function _fromHints(List storage self, uint96 key, address prev, address next)
        private
        view
        returns (address, address)
    {
        if (prev != address(0)) return _descend(self, key, prev, self.nodes[prev].next);
        return _ascend(self, key, self.nodes[next].prev, next);
    }

    function _descend(List storage self, uint96 key, address prev, address next)
        private
        view
        returns (address, address)
    {
        while (next != address(0)) {
            Node storage node = self.nodes[next];
            if (node.key <= key) break;
            prev = next;
            next = node.next;
        }
        return (prev, next);
    }

    /// @dev Passes the members with keys below `bound`: key + 1 ends where a walk down from the head would, before all
    /// equal keys; key itself stays behind them.
    function _ascend(List storage self, uint256 bound, address prev, address next)
        private
        view
        returns (address, address)
    {
        while (prev != address(0) && self.nodes[prev].key < bound) {
            next = prev;
            prev = self.nodes[prev].prev;
        }
        return (prev, next);
    }
}
