"""A history: what clients asked of a store, when, and what they heard."""

from collections import defaultdict
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Operation:
    """What one client asked about one key: between `called` and `returned`, in seconds, it took effect at one moment.

    `kind` is "read" or "write", or whatever a model knows; `value` is what was read or written. `returned=inf`: the
    client never heard. A read without an answer says nothing; a write may take effect at any time after its call, or
    never.
    """

    client: object
    key: object
    kind: str
    value: object
    called: float
    returned: float = inf

    @property
    def heard(self):
        """Whether its client had an answer."""
        return self.returned < inf


def by_key(operations):
    """{key: its operations}: a history is linearizable if each key's is (locality: Herlihy and Wing 1990)."""
    keys = defaultdict(list)
    for operation in operations:
        if not operation.called <= operation.returned:
            raise ValueError(f"{operation} returned before it was called. Give it a `returned` no less than `called`.")
        keys[operation.key].append(operation)
    return keys
