// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A doubly linked list of accounts, sorted by key from high to low, of bounded size.
/// @dev Invariants: keys never rise from head to tail; `size` counts the nodes and never passes `maxSize`; `prev` and
/// `next` mirror each other. A step of a walk reads one storage slot, for `next` and `key` share one.
library SortedList {
    struct Node {
        address next;
        uint96 key;
        address prev;
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

    /// @notice Sets how many nodes the list may hold; it can only grow.
    function setMaxSize(List storage self, uint48 newMaxSize) internal {
        uint48 oldMaxSize = self.maxSize;
        if (newMaxSize <= oldMaxSize) revert MaxSizeNotIncreased(newMaxSize, oldMaxSize);
        self.maxSize = newMaxSize;
    }

    /// @notice Inserts a node. Without a valid hint it goes before the first node with a key not above its own.
    /// @param prev Hint: the node before its place, zero at the head or if unknown.
    /// @param next Hint: the node after its place, zero at the tail or if unknown.
    function insert(List storage self, address id, uint96 key, address prev, address next) internal {
        if (isFull(self)) revert ListFull(self.maxSize);
        if (id == address(0)) revert NodeIsZero();
        if (key == 0) revert KeyIsZero(id);
        if (contains(self, id)) revert NodeAlreadyInList(id);
        _insert(self, id, key, prev, next);
    }

    /// @notice Takes a node out.
    function remove(List storage self, address id) internal {
        if (!contains(self, id)) revert NodeNotInList(id);
        _remove(self, id);
    }

    /// @notice Gives a node another key and the place that belongs to it.
    /// @param prev Hint as for {insert}, in the list without the node.
    /// @param next Hint as for {insert}, in the list without the node.
    function updateKey(List storage self, address id, uint96 newKey, address prev, address next) internal {
        if (!contains(self, id)) revert NodeNotInList(id);
        if (newKey == 0) revert KeyIsZero(id);
        Node storage node = self.nodes[id];
        // Where a search from the head would lead to the same place, the links can stay.
        if (
            (node.prev == address(0) || self.nodes[node.prev].key > newKey)
                && (node.next == address(0) || newKey >= self.nodes[node.next].key)
        ) {
            node.key = newKey;
            return;
        }
        _remove(self, id);
        _insert(self, id, newKey, prev, next);
    }

    function contains(List storage self, address id) internal view returns (bool) {
        return self.nodes[id].key > 0;
    }

    function isFull(List storage self) internal view returns (bool) {
        return self.size == self.maxSize;
    }

    /// @return Key of a node, zero if it is not in the list.
    function keyOf(List storage self, address id) internal view returns (uint96) {
        return self.nodes[id].key;
    }

    function _insert(List storage self, address id, uint96 key, address prevHint, address nextHint) private {
        (address prev, address next) = _findPlace(self, key, prevHint, nextHint);
        self.nodes[id] = Node({next: next, key: key, prev: prev});
        if (prev == address(0)) self.head = id;
        else self.nodes[prev].next = id;
        if (next == address(0)) self.tail = id;
        else self.nodes[next].prev = id;
        self.size++;
    }

    function _remove(List storage self, address id) private {
        address prev = self.nodes[id].prev;
        address next = self.nodes[id].next;
        if (prev == address(0)) self.head = next;
        else self.nodes[prev].next = next;
        if (next == address(0)) self.tail = prev;
        else self.nodes[next].prev = prev;
        delete self.nodes[id];
        self.size--;
    }

    /// @dev Begins at whichever hint is still on the right side of the key, else at the head.
    function _findPlace(List storage self, uint96 key, address prev, address next)
        private
        view
        returns (address, address)
    {
        // A node that is not in the list has key 0, which fails the first test and is caught in the second.
        if (prev != address(0) && self.nodes[prev].key < key) prev = address(0);
        if (next != address(0) && (!contains(self, next) || self.nodes[next].key > key)) next = address(0);

        if (prev != address(0)) return _descend(self, key, prev, self.nodes[prev].next);
        if (next != address(0)) return _ascend(self, key, self.nodes[next].prev, next);
        return _descend(self, key, address(0), self.head);
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

    function _ascend(List storage self, uint96 key, address prev, address next)
        private
        view
        returns (address, address)
    {
        while (prev != address(0) && self.nodes[prev].key < key) {
            next = prev;
            prev = self.nodes[prev].prev;
        }
        return (prev, next);
    }
}
