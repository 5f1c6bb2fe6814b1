"""The rules of part 2 of lab 05, once more: who is served by which sync, and what became of each caller."""

from dataclasses import dataclass
from math import inf

from .scene import found


@dataclass
class Call:
    """An append: when it was called, and when and how it was over. `safe` is how far the disk was synced by then."""

    caller: str
    called: float
    ended: float = inf
    position: object = None
    error: str | None = None
    safe: int = 0
    left: bool = False

    def __str__(self):
        return f"the append called at {1000 * self.called:.1f} ms"


def calls(events):
    """All calls in the order in which they were made, and their callers in the order of return."""
    made, under_way, returned = [], {}, []
    for time, what, *rest in events:
        if what == "called":
            under_way[rest[0]] = Call(rest[0], time)
            made.append(under_way[rest[0]])
        elif what in ("returned", "left"):
            call = under_way[rest[0]]
            call.ended, call.left = time, what == "left"
            if what == "returned":
                call.position, call.error, call.safe = rest[1:]
                returned.append(call)
    return made, returned


def due(times, sync, fails=()):
    """[(begin, end, failed)] of the sync that serves each of those who come at these times, in order."""
    served, end, fails = [], -inf, sorted(fails)
    for time in times:
        if not served or time > served[-1][0]:
            begin = max(end, time)
            end = begin + sync
            failed = bool(fails) and fails[0] < end
            fails = fails[failed:]
            served.append((begin, end, failed))
        else:
            served.append(served[-1])
    return served


def safe(told, record_of):
    """Every append that returned was safe by then, and its record is where it says."""
    made, returned = calls(told["events"])
    data = bytes.fromhex(told["data"])
    start = told["start"]
    places = {start + begin: (record, start + end) for record, begin, end in found(data)}
    for call in returned:
        if call.error is not None:
            continue
        record = record_of(call)
        assert call.position in places and places[call.position][0] == record, (
            f"By rule 1 `append({record!r})` returns the position at which the packed record begins on the disk; it "
            f"returned {call.position!r}, and on the disk, whose head was cut, are "
            f"{[(r, at) for at, (r, _) in places.items()]!r:.200}. A record is appended in one piece, and stays."
        )
        end = places[call.position][1]
        assert call.safe >= end, (
            f"By rule 1 an append returns when a sync that began after it has ended: {call} returned at "
            f"{1000 * call.ended:.1f} ms, its record ends at byte {end}, and what was synced by then ends at "
            f"{call.safe}. A sync under way does not hold what came after its begin."
        )
    return made, returned


def in_time(made, sync, fails=()):
    """Every call ended with the sync that was due to serve it, and as that did."""
    for call, (begin, end, failed) in zip(made, due([call.called for call in made], sync, fails)):
        assert call.ended < inf, f"By rule 2 each caller is served by a sync: {call} never returned."
        assert abs(call.ended - end) < 1e-6, (
            f"By rule 2 {call} is served by the sync from {1000 * begin:.1f} to {1000 * end:.1f} ms, the first that "
            f"begins after it, and it was over at {1000 * call.ended:.1f} ms. A sync of {1000 * sync:g} ms begins when "
            "somebody waits and none is under way, and serves all who wait."
        )
        assert bool(call.error) == failed, (
            f"By rule 3 {call} ends as its sync did, which {'failed' if failed else 'went well'}: it "
            f"{f'raised {call.error}' if call.error else 'returned'}."
        )


def in_order(made, returned):
    done = [call for call in made if call.ended < inf and not call.left]
    assert [id(call) for call in returned] == [id(call) for call in done], (
        "By rule 5 callers return in the order in which they called: called as "
        f"{[call.caller for call in done]}, they returned as {[call.caller for call in returned]}."
    )
