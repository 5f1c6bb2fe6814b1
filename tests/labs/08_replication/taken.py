"""A log that a primary of epoch 5 takes over, its mark, and who has that when a call returns."""

from systemdesign import now
from systemdesign.grading.outcomes import heard, settled
from systemdesign.kernel import at

from .scene import desks, holders

TAKEN = [(1, None, None, None), (1, "x", "a", "one"), (1, "", 0, ""), (2, "x", None, "two")]
MARK = (5, None, None, None)
MARKED = [*TAKEN, (4, None, None, None)]
MISSING = (
    "A primary of epoch 5 took over {taken} entries; a {call} came to {found!r} when {have} of 5 nodes had those with "
    "the mark (5, None, None, None) behind them: whatever a call returns, by then a majority has the log up to "
    "the mark."
)


def marked(lab, taken, call):
    """What a call of a new primary came to, and how many of five nodes had its mark then."""

    async def main():
        several, _ = desks(5, lambda call: 0.1 * int(call.name))
        found = await settled(call(lab.LastingPrimary(several, 5, list(taken))))
        return found[0], holders(several, [*taken, MARK])

    return heard(main)


DEPOSED = (
    "A {call} was refused by all nodes, which answer again later; it, the same again and a write came to {found}, and "
    "the later ones asked {asked} times: a deposed primary shows nothing and acknowledges nothing, raises `Refused` "
    "for good, as part 2 says, without asking anybody."
)


def deposed(lab, call):
    """What three calls of a primary that was refused at the first came to, and how often the later two asked a node."""

    async def main():
        several, calls = desks(3, lambda call: 0.05 if now() > 0.2 else (0.1, "Refused"))
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        found = [(await settled(call(primary)))[0]]
        await at(0.7)
        count = len(calls)
        found += [(await settled(ask))[0] for ask in (call(primary), primary.write("x", 0, "four"))]
        return found, len(calls) - count

    return heard(main)
