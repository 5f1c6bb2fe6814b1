"""What runs beside the student: sketches that are told and asked, alarms that are noted and looked at.

It reports what was answered. What should be is judged on the other side of the line.
"""

import tracemalloc

from systemdesign.kernel import at, run

THEIRS = NotImplementedError, NameError, AttributeError
"""What the answer does not raise on purpose: it is told with its line."""


def sketches(script, *options):
    """What sketches made with these options answer: the script is of [which, verb, …], see `do`."""
    made = [book.Sketch(**one) for one in options]  # noqa: F821
    return [do(made, made[which], *row) for which, *row in script]


def do(made, sketch, verb, *rest):
    """One row: "try" with a verb gives the name of what that raised, or None; other rows raise it."""
    if verb == "try":
        try:
            do(made, sketch, *rest)
        except THEIRS:
            raise
        except Exception as error:
            return type(error).__name__
        return None
    if verb == "merge":
        book.merge(sketch, made[rest[0]])  # noqa: F821
        return None
    if verb == "quantiles":
        return [sketch.quantile(q) for q in rest[0]]
    if verb in ("count", "error", "most"):
        return getattr(sketch, verb)
    return getattr(sketch, verb)(*rest)


def weight(options, values, rounds, asks):
    """Bytes that a sketch holds after these values so many times over, beyond those after the first time."""
    tracemalloc.start()
    try:
        sketch = book.Sketch(**options)  # noqa: F821
        for number in range(rounds):
            if number == 1:
                before = tracemalloc.get_traced_memory()[0]
            for value in values:
                sketch.add(value * (1 + number * 1e-9))
            for ask in range(200 * asks):
                sketch.quantile((number + ask / 200) / rounds), sketch.buckets()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


def size(options, values):
    """Bytes that a sketch holds after these values."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        sketch = book.Sketch(**options)  # noqa: F821
        for value in values:
            sketch.add(value)
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


def rises(calls):
    """What `increase` and `total` say to each [name, samples or series, start, end], and whether they changed it."""
    said = []
    for name, given, start, end in calls:
        before = repr(given)
        said.append([getattr(book, name)(given, start, end), repr(given) == before])  # noqa: F821
    return said


def alarms(script, *made):
    """What alarms answer: `made` are [the moment, arguments], the script is of [time, which, verb, …]."""

    async def main():
        found, said = {}, []
        begun = [[when, number, "make", given] for number, (when, given) in enumerate(made)]
        for time, which, verb, *rest in sorted([*begun, *script], key=lambda row: row[0]):
            await at(time)
            if verb == "make":
                found[which] = book.Burn(**rest[0])  # noqa: F821
            elif verb == "note":
                found[which].note(*rest)
            else:
                said.append(found[which].firing() if verb == "firing" else found[which].spent(*rest))
        return said

    return run(main)


def burnt(given, events, apart, count, asks):
    """Bytes that an alarm holds after so many notes, so many seconds apart, beyond those after the first half."""

    async def main():
        tracemalloc.start()
        burn = book.Burn(**given)  # noqa: F821
        for number in range(2 * count):
            if number == count:
                before = tracemalloc.get_traced_memory()[0]
            burn.note(*events[number % len(events)])
            if asks and number % 97 == 0:
                burn.firing()
            if apart:
                await at((number + 1) * apart)
        return tracemalloc.get_traced_memory()[0] - before

    return traced(main)


def asked(given, seconds, count):
    """Bytes that an alarm holds after so many questions, beyond those after the first half."""

    async def main():
        tracemalloc.start()
        burn = book.Burn(**given)  # noqa: F821
        for number in range(2 * count):
            if number == count:
                before = tracemalloc.get_traced_memory()[0]
            if number % 400 == 0:
                burn.note(3, 1)
            burn.firing(), burn.spent(seconds)
            await at((number + 1) * 0.01)
        return tracemalloc.get_traced_memory()[0] - before

    return traced(main)


def traced(main):
    try:
        return run(main)
    finally:
        tracemalloc.stop()
