"""What was asked in a play, and what came of it."""

from dataclasses import dataclass, field


@dataclass
class Call:
    """A call, or another's deed where `who` is empty. Ticks say what came before what."""

    who: str
    verb: str
    args: tuple
    how: str
    value: object
    ticks: list
    times: list


@dataclass
class Run:
    """A run of a post: `free` are users to whom the parent was not coming at some moment, `bound` the opposite."""

    who: str
    post: tuple
    outcome: object
    ticks: list
    times: list
    free: set = field(default_factory=set)
    bound: set = field(default_factory=set)
    ended: bool = False
    dead: bool = False


@dataclass
class Read:
    """A page that was asked for: `ids` and `next` where `outcome` is "page"."""

    reader: str
    who: str
    user: object
    cursor: object
    size: int
    outcome: str
    ids: list
    next: object
    ticks: list
    times: list
