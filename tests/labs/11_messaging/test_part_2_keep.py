"""Lab 11, part 2: how long an id is known, and ids that are forgotten."""

import pytest

from .inbox import DELAY, life, play, takes, works
from .scene import call

WORDS, NUMBERS = [f"<{n}>" for n in range(19)], [100 + n for n in range(20)]


@pytest.mark.rule(5)
@pytest.mark.parametrize("keep", [10.0, 37.5, None])
@pytest.mark.parametrize("process", [0, 1])
@pytest.mark.parametrize("work", [0.0, 2.0])
def test_an_id_is_known_as_long_as_it_is_kept(lab, keep, process, work):
    span = keep or 3600.0
    options = {} if keep is None else {"keep": keep}
    times = [0.77 + time for time in (0.0, span * 0.6, span - DELAY, span + 2 + DELAY, span + 2 + span * 0.9)]
    calls = [call(time, takes(3)) for time in times]
    script = life(*calls)
    if process:
        script = life(calls[0]), life(*(call(time - 1.77 - work, takes(3)) for time in times[1:]))
    seen = play(lab, *(script if process else [script]), plans={"m": [works("m", work)]}, options=options)
    handles = [event.time for event in seen.seen.of("handles")]
    assert len(handles) == 2 and abs(handles[1] - times[3]) < DELAY, (
        f"With keep={span} an id came at {[round(time, 1) for time in times]} s and was worked at "
        f"{[round(time, 1) for time in handles]}: an id is known for `keep` seconds after it was done, however often "
        "it comes meanwhile, then it is new, and is known again."
    )


@pytest.mark.rule(5)
def test_each_consumer_keeps_ids_as_long_as_it_was_told(lab):
    for keep, gap, count in ((0.5, 2.0, 2), (5.0, 4.9, 1)):
        seen = play(lab, life(call(0.77, takes(3)), call(0.77 + gap, takes(3))), plans={}, options={"keep": keep})
        assert len(seen.handled) == count, (
            f"With keep={keep} an id came twice, {gap} s apart, and was worked {len(seen.handled)} times: an id is "
            "known for `keep` seconds, as long as this consumer was told."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("ids", [["", *WORDS], NUMBERS], ids=["words", "numbers"])
@pytest.mark.parametrize("process", [0, 1])
def test_ids_are_forgotten(lab, ids, process):
    keep, gap = 10.0, 3.0
    calls = [call(gap * n if process == 0 else gap - 1.1, takes(id)) for n, id in enumerate(ids)]
    lives = [life(*calls)] if process == 0 else [life(one) for one in calls]
    seen = play(lab, *lives, plans={}, options={"keep": keep}).seen
    notes = {key: row for key, row in seen.rows.items() if key[0] == "inbox"}
    left = [id for id in ids if mentioned(id, [list(notes), list(notes.values())])]
    assert set(left) <= set(ids[-5:]), (
        f"Twenty ids came {gap} s apart, with keep={keep}, and in the rows are still {left}: whenever a message is "
        "done, its commit deletes the notes of all ids that are no longer known."
    )


@pytest.mark.rule(6)
def test_all_that_is_old_is_deleted_at_once(lab):
    ids = WORDS[:15]
    calls = [*(call(0.1 * n, takes(id)) for n, id in enumerate(ids)), call(30, takes("<last>"))]
    seen = play(lab, life(*calls), plans={}, options={"keep": 10.0}).seen
    left = [id for id in ids if mentioned(id, {key: row for key, row in seen.rows.items() if key[0] == "inbox"})]
    assert not left, (
        f"Fifteen ids were done at once, with keep=10, and one at 30 s, whose commit left the notes of {left}: it "
        "deletes those of all ids that are no longer known, and no others."
    )


@pytest.mark.rule(5, 6)
def test_a_note_that_was_renewed_meanwhile_is_not_deleted(lab):
    """`a` is old when `b` comes, and new when `b` is done."""
    calls = [call(time, takes(id, id)) for time, id in ((0, "a"), (10.5, "b"), (12, "a"), (17, "a"))]
    seen = play(lab, life(*calls), plans={"b": [works("b", 5.0)]}, options={"keep": 10.0})
    assert seen.handled == ["a", "b", "a"], (
        "With keep=10, a was done at 0 s and again at 12 s, while b was worked from 10.5 to 15.5 s; a copy of a came "
        f"at 17 s, and `handle` was called for {seen.handled}. An id is known for `keep` seconds after the call that "
        "did it: of what is old when b comes, delete what is still old when b is committed."
    )


@pytest.mark.rule(6)
def test_old_ids_are_deleted_by_the_very_commit_of_the_next_message(lab):
    calls = [call(0.0, takes("a")), call(1.0, takes("b")), call(6.0, takes("c")), call(11.5, takes("d"))]
    seen = play(lab, life(*calls), plans={}, options={"keep": 10.0}).seen
    assert len(seen.of("committed")) == 4, (
        f"Four messages were done in {len(seen.of('committed'))} commits: a message's own commit deletes what is old."
    )
    notes = {key: row for key, row in seen.rows.items() if key[0] == "inbox"}
    left = [id for id in "abcd" if mentioned(id, [list(notes), list(notes.values())])]
    assert left == ["c", "d"], (
        f"With keep=10 the ids a, b, c, d came at 0, 1, 6 and 11.5 s, and the notes left are of {left}: those that "
        "were done `keep` seconds before are deleted, and no others."
    )


def mentioned(id, where):
    """Whether an id stands anywhere in keys and rows."""
    if isinstance(where, dict):
        return mentioned(id, [list(where), list(where.values())])
    if isinstance(where, (list, tuple)):
        return any(mentioned(id, each) for each in where)
    return where == id or (isinstance(id, str) and isinstance(where, str) and len(id) > 1 and id in where)
