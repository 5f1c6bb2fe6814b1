"""Lab 17, part 2: who gets a post."""

import pytest

from .fans import play

STARS = ["star", 0, ""]


def fans(count, author="star", first=0):
    """Deeds: so many users follow an author, who come in no order of their names."""
    return [["follow", (user * 7) % 1009, author] for user in range(first, first + count)]


def post(id=5, author="star", parent=None):
    return [id, author, parent]


def given(count, author="star", id=5):
    return {"first": [*fans(count, author), ["write", post(id, author)]]}


@pytest.mark.rule(1)
@pytest.mark.parametrize(("author", "id"), [("star", 5), (0, 0), ("", 5)])
def test_each_follower_gets_the_post(lab, author, id):
    chunks = ((None, (0, 1, 22)), (1, (0, 1, 3)), (3, (1, 3, 7, 21)), (7, (7, 22)), (50, (21,)))
    for chunk, counts in chunks if author else ((None, (0, 22)), (3, (7,))):
        for count in counts:
            options = {"chunk": chunk} if chunk else {}
            told = f"{count} users follow {author!r}{f', chunk {chunk}' if chunk else ''}. "
            seen = play(lab, "1", [[1.0, "run", "x", post(id, author)]], told, options, **given(count, author, id))
            seen.raised()
            assert seen.homes() == {(user * 7) % 1009: [id] for user in range(count)}, (
                f"{told}In the end these lists have something: {seen.homes()}. The post's id belongs into the list "
                '`("home", user)` of each of them.'
            )


@pytest.mark.rule(1)
@pytest.mark.parametrize("users", [["", "ada", 0], [0, 1, "0", "1"]], ids=repr)
def test_whoever_they_are(lab, users):
    first = [*(["follow", user, "star"] for user in users), ["write", post()]]
    seen = play(lab, "1", [[1.0, "run", "x", post()]], f"{users} follow. ", {"chunk": 2}, first=first).raised()
    assert seen.homes() == {user: [5] for user in users}, (
        f"{users} follow, and in the end these lists have something: {seen.homes()}. Each active follower gets it, "
        "whoever they are."
    )


@pytest.mark.rule(1)
def test_what_is_not_to_be_seen_is_put_there_too(lab):
    """A page leaves it out."""
    first = [*given(9)["first"], ["block", 7, "star"], ["block", "star", "star"], ["delete", 5]]
    seen = play(lab, "", [[1.0, "run", "x", post()]], "", {"chunk": 4}, first=first).raised()
    missing = {user * 7 for user in range(9)} - set(seen.homes())
    assert not missing, (
        f"The post was deleted and one of its author's followers has blocked him, and {sorted(missing)} have not got "
        "its id: `run` puts it into the list of each active follower, whoever they are. What is to be seen is part 3."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("asleep", [[0], [0, 7, 14], [7, 28, 63], list(range(0, 70, 7))])
def test_who_is_not_active_gets_nothing(lab, asleep):
    world = {"first": [*fans(10), *(["sleep", user] for user in asleep), ["write", post()]]}
    for options in ({}, {"chunk": 3}, {"chunk": 1}):
        seen = play(lab, "1", [[1.0, "run", "x", post()]], "Some do not look. ", options, **world).raised()
        assert not set(seen.homes()) & set(asleep), (
            f"{sorted(set(seen.homes()) & set(asleep))} are not active, and got the post: it is for active followers, "
            "as `followers` tells it."
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("call", range(1, 13))
def test_who_follows_meanwhile_gets_it_too(lab, call):
    told = f"One follows before the call number {call}. "
    before = {call: [["follow", 999, "star"]]}
    for count in (8, 9):
        play(lab, "1", [[1.0, "run", "x", post()]], told, {"chunk": 3}, before=before, **given(count)).raised()


@pytest.mark.rule(2, 6)
@pytest.mark.parametrize("limit", [None, 1, 6, 13])
def test_an_author_above_the_limit_is_not_pushed(lab, limit):
    options = {"limit": limit} if limit else {}
    for count, parent in (((limit or 1000) + 1, None), ((limit or 1000) + 5, 3))[: 2 if limit else 1]:
        if limit:
            asleep = [["sleep", (user * 7) % 1009] for user in range(0, count, 2)]
            world = {"first": [*given(count)["first"], *asleep]}
        else:
            world = given(count)
        told = f"limit {limit or 1000}, and {count} followers, active or not. {'A reply. ' if parent else ''}"
        seen = play(lab, "", [[1.0, "run", "x", post(parent=parent)]], told, options, **world).raised()
        assert not seen.adds(), (
            f"{told}The post was pushed to {len(seen.adds())}: one whose author has more than `limit` followers, as "
            "`size` says, is not pushed."
        )
        assert seen.outcomes(5) == [True], (
            f"{told}`run` returned {seen.outcomes(5)}: of a post that is not pushed it returns True."
        )


@pytest.mark.rule(2, 6)
@pytest.mark.parametrize("limit", [None, 1, 6, 13])
def test_an_author_at_the_limit_is_pushed(lab, limit):
    count = limit or 1000
    seen = play(
        lab, "", [[1.0, "run", "x", post()]], f"limit {count}. ", {"limit": limit} if limit else {}, **given(count)
    )
    assert len(set(seen.adds())) == count, (
        f"An author with {count} followers, and limit {count}: it was pushed to {len(set(seen.adds()))}. Not pushed "
        "are the posts of those who have more than `limit` followers."
    )


@pytest.mark.rule(2)
def test_two_authors_have_their_own_sizes(lab):
    first = [*fans(7, "star"), *fans(3, "ada"), ["write", post()], ["write", post(6, "ada")]]
    for gap in (-9.0, 9.0):
        script = [[10.0, "run", "x", post()], [10.0 + gap, "run", "x", post(6, "ada")]]
        seen = play(lab, "", script, "", {"limit": 5, "chunk": 2}, first=first).raised()
        both_sizes(seen)


def both_sizes(seen):
    assert not seen.adds(5) and len(set(seen.adds(6))) == 3, (
        f"limit 5, an author with 7 followers and one with 3: pushed were {seen.adds()}. One whose author has more "
        "than `limit` followers, as `size` says, is not pushed, and the other is."
    )


@pytest.mark.rule(6, 7)
@pytest.mark.parametrize("chunk", [2, 100])
def test_it_waits_for_its_calls_and_for_nothing_else(lab, chunk):
    first = [*fans(8), *fans(8, "ada"), ["write", post()], ["write", post(6, "ada", 5)]]
    script = [[1.0, "run", "x", post(6, "ada", 5)], [30.0, "run", "x", post()], [60.0, "run", "x", post(6, "ada", 5)]]
    seen = play(lab, "", script, "A reply, its parent, and the reply again. ", {"chunk": chunk}, first=first).raised()
    for run in seen.runs:
        calls = [call for call in seen.log if call.who and run.ticks[0] < call.ticks[0] < run.ticks[1]]
        busy = sum(call.times[2] - call.times[0] for call in calls)
        assert run.times[1] - run.times[0] <= busy + 1e-6, (
            f"A `run` took {run.times[1] - run.times[0]:.3f} s, and its calls {busy:.3f} s: it waits for the answers "
            "to its calls, and for nothing else. Who waits for a parent waits in `rows`, until the next `run`."
        )
