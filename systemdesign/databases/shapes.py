"""Documents whose field was renamed: each changes its shape when somebody edits it."""

from systemdesign.kernel.streams import stream


def first_edits(products, every, seed):
    """When each product is edited for the first time, in days; once in `every` days on average. In order."""
    draw = stream("edits", seed).expovariate
    return sorted(draw(1 / every) for _ in range(products))


def old_on(edits, days):
    """{day: the share of the documents that still have their old shape}."""
    return {day: sum(edit > day for edit in edits) / len(edits) for day in days}


def sampled(edits, day, reads, seed):
    """Of so many reads of random products on that day, the share that meets the old shape."""
    pick = stream(f"reads of day {day}", seed).random
    return sum(edits[int(pick() * len(edits))] > day for _ in range(reads)) / reads
