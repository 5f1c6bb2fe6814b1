"""Why a history has no order: the rule of part 3 that was broken, in words."""

from .history import History


def linearizable(lab, story):
    """What came of a schedule with registers of part 3, if one order explains it."""
    history = History(lab, "Register", story)
    conflict = history.conflict
    assert not conflict, f"{conflict}. No order explains that. {cause(history)}"
    return history


def cause(history):
    """The first of the rules that what was stored shows to be broken; else the two on reading."""
    return next(filter(None, (find(history) for find in (twice, moved, thin_write, backwards, thin_read))), ELSE)


ELSE = "Of what a majority tells, take the value with the newest tag (rule 5)."


def twice(history):
    found = history.twice()
    return found and (
        f"The tag {found[0].tag} stands for {found[0].value!r} and for {found[1].value!r}: a tag holds the register's "
        "own name, and no register takes one tag twice, not after a write that failed either (rule 3)."
    )


def moved(history):
    found = history.moved()
    return found and (
        f"{found[0].value!r} was stored under the tag {found[0].tag} and later under {found[1].tag}: one write has "
        "one tag, and a read stores a value under the tag that it has (rule 6)."
    )


def thin_write(history):
    found = history.thin("write")
    return found and (
        f"{found.client}'s write of {found.value!r} returned at {found.ended:.3f} s, before a majority had stored it "
        "(rule 4)."
    )


def backwards(history):
    """A write that began when a write with a newer tag had returned."""
    done = [one for one in history.heard if one.kind == "write" and one.ended is not None and not one.error]
    for late in history.heard:
        tag = history.tag(late.value, float("inf")) if late.kind == "write" else None
        for early in done if tag else ():
            if early.ended < late.called and history.tag(early.value, early.ended) > tag:
                return (
                    f"{late.client} wrote {late.value!r} under the tag {tag}, though {early.client} had written "
                    f"{early.value!r} under {history.tag(early.value, early.ended)} before: ask for the newest tag "
                    "first, and take a larger number (rule 2)."
                )
    return None


def thin_read(history):
    found = history.thin("read")
    return found and (
        f"{found.client}'s read returned {found.value!r} at {found.ended:.3f} s, before a majority had stored that: "
        "a read has it stored, and only then returns it; if it cannot be stored, the read fails (rule 6)."
    )
