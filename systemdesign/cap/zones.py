"""Two operations that no order explains, found by sorting: where a value is seen again after a newer one."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import attrgetter

from systemdesign.cap.history import Operation, by_key


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a history has no order: `second` cannot be explained after `first`, and `str` is the sentence.

    `first` is None where nobody wrote what `second` read.
    """

    first: Operation | None
    second: Operation
    why: str

    def __str__(self):
        return self.why


@dataclass(frozen=True, slots=True)
class Cluster:
    """A value's write and its reads: the first of them to end, and the last one to be called."""

    first: Operation
    last: Operation

    @property
    def forward(self):
        """Whether the value was there from the one to the other, whatever the order."""
        return self.first.returned < self.last.called


def zones(operations, initial=None):
    """The Conflict of the first key that has one, or None: then the history is linearizable.

    For registers whose written values differ (give each write its number); `initial` is what was there before. By the
    zones of Gibbons and Korach, Testing Shared Memories (1997): O(n log n), however many clients there are. Raises
    ValueError where a value was written twice, or where an operation neither reads nor writes.
    """
    return next(filter(None, (_conflict(part, initial) for part in by_key(operations).values())), None)


def _conflict(operations, initial):
    writes, reads = _sorted(operations, initial)
    return _impossible(writes, reads) or _between([*_clusters(writes, reads)])


def _sorted(operations, initial):
    """{value: its write}, and {value: its reads} of those that had an answer."""
    writes, reads = {initial: Operation("nobody", None, "write", initial, -inf, -inf)}, defaultdict(list)
    for operation in operations:
        if operation.kind not in ("read", "write"):
            raise ValueError(f"{operation}: zones knows reads and writes only. Ask linearizable() with a model of it.")
        if operation.kind == "read":
            if operation.heard:
                reads[operation.value].append(operation)
        elif operation.value in writes:
            raise ValueError(f"{operation.value!r} was written twice: give each write a value of its own.")
        else:
            writes[operation.value] = operation
    return writes, reads


def _impossible(writes, reads):
    """A read of what nobody wrote, or of what was written only after it had returned."""
    for value, readers in reads.items():
        early, write = min(readers, key=attrgetter("returned")), writes.get(value)
        if not write:
            return Conflict(None, early, f"{early.client} read {value!r}, which nobody ever wrote")
        if early.returned < write.called:
            why = f"{_by(early)}, before {write.client} began to write it at {write.called:.3f} s"
            return Conflict(early, write, why)
    return None


def _clusters(writes, reads):
    for value, write in writes.items():
        together = [write, *reads.get(value, ())]
        if write.heard or len(together) > 1:  # a write that nobody heard of or saw may never have happened
            yield Cluster(min(together, key=attrgetter("returned")), max(together, key=attrgetter("called")))


def _between(clusters):
    """A value that was there before another one and after it: two forward zones that overlap, or one within another.

    Where any two forward zones overlap, two neighbours do.
    """
    forward = sorted((cluster for cluster in clusters if cluster.forward), key=lambda cluster: cluster.first.returned)
    for old, new in pairwise(forward):
        if new.first.returned < old.last.called:
            return _again(old, new)
    starts = [cluster.first.returned for cluster in forward]
    for new in clusters:
        place = bisect_left(starts, new.last.called) - 1
        if not new.forward and place >= 0 and new.first.returned < forward[place].last.called:
            return _again(forward[place], new)
    return None


def _again(old, new):
    was, seen, again = old.first, new.first, old.last
    there = f"{_by(was)}" if was.returned > -inf else f"{was.value!r} was there from the start"
    return Conflict(seen, again, f"{there}, then {_by(seen)}, and {again.client} read {again.value!r} again, "
                                 f"asking at {again.called:.3f} s")


def _by(operation):
    verb = "read" if operation.kind == "read" else "wrote"
    return f"{operation.client} {verb} {operation.value!r} by {operation.returned:.3f} s"
