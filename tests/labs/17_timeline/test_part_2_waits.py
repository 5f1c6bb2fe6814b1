"""Lab 17, part 2: no reply in a list that lacks its parent, while the parent is coming there."""

import pytest

from .fans import play, play_all
from .test_part_2 import fans, post

QUESTION, ANSWER = 5, 6


def reply(id=ANSWER, author="ada", parent=QUESTION):
    return [id, author, parent]


def thread(stars=6, friends=(0, 7, 14), question=QUESTION, more=(), star="star"):
    """A star's question, with followers of whom some follow ada, who answers."""
    return {"first": [*fans(stars, star), *(["follow", user, "ada"] for user in friends), *more,
                      ["write", post(question, star)], ["write", reply(parent=question)]]}  # fmt: skip


def runs(*times, who="x", what=None):
    return [[time, "run", who, what or reply()] for time in times]


@pytest.mark.rule(5, 6)
@pytest.mark.parametrize(("question", "star"), [(5, "star"), (0, 0), (5, "")])
@pytest.mark.parametrize("chunk", [2, 100])
def test_a_reply_waits_for_its_parent(lab, question, star, chunk):
    answer, world = reply(parent=question), thread(question=question, more=[["block", 7, star]], star=star)
    script = [*runs(1.0, 2.0, what=answer), [9.0, "run", "y", post(question, star)], *runs(20.0, 30.0, what=answer)]
    seen = play(lab, "5", script, f"The reply is run before {star!r}'s {question}. ", {"chunk": chunk}, **world)
    assert seen.raised().outcomes(ANSWER) == [False, False, True, True], (
        f"A reply was run twice before its parent, {star!r}'s {question}, and twice after it: its runs came to "
        f"{seen.outcomes(ANSWER)}. It returns False if somebody waits, and True when all have it."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_when_all_have_the_reply_it_is_not_added_again(lab, chunk):
    script = [*runs(1.0), [9.0, "run", "y", post()], *runs(20.0, 30.0), *runs(40.0, who="z")]
    seen = play(lab, "", script, "", {"chunk": chunk}, **thread()).raised()
    adds = seen.adds(ANSWER)
    assert len(adds) == len(set(adds)), (
        f"Three users waited for the parent of a reply, and it was added {len(adds)} times: when `run` has returned "
        "True, a further `run` of the post adds nothing."
    )
    late = [call.who for call in seen.of("followers") if call.times[0] > 29.0]
    assert not late, (
        f"Those who had waited got a reply, its `run` returned True, and further ones asked {len(late)} times for "
        "followers: a further `run` asks for no followers."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("call", range(1, 26, 2))
def test_while_the_parent_is_on_its_way(lab, call):
    """The reply is run at each moment of its parent's fan-out: by a slow process beside a quick one."""
    moment = 1.0 + 0.0013 * call
    script = [[1.0, "run", "y", post()], [moment, "run", "x", reply(), 9]]
    for chunk in (1, 2, 100):
        play(lab, "5", script, "", {"chunk": chunk}, **thread()).raised()


@pytest.mark.rule(5)
@pytest.mark.parametrize("last", range(1, 19, 2))
def test_the_parent_may_have_died_on_its_way(lab, last):
    """To whom it came has the reply, and the others wait until another process has brought it."""
    script = [[1.0, "run", "y", post()], *runs(3.0), [9.0, "run", "z", post(), 3], *runs(20.0)]
    several = [(script, f"The parent's process died at call {last}. ", {**thread(), "deaths": [["y", [last, done]]]})
               for done in (False, True)]  # fmt: skip
    for seen in play_all(lab, "5", several, {"chunk": 2}):
        seen.raised()


@pytest.mark.rule(5, 6)
@pytest.mark.parametrize("order", [[6, 7, 8, 5], [8, 7, 6, 5], [7, 8, 5, 6]])
def test_a_reply_to_a_reply(lab, order):
    posts = {5: post(), 6: reply(), 7: [7, "bob", 6], 8: [8, "cy", 7]}
    more = [*(["follow", user, author] for user in (0, 7, 21) for author in ("bob", "cy")),
            ["write", posts[7]], ["write", posts[8]]]  # fmt: skip
    script = [[1.0 + 3 * n, "run", "xy"[n % 2], posts[id]] for n, id in enumerate(order * 4)]
    seen = play(
        lab, "5", script, f"A thread of four, run as {order}, again and again. ", {"chunk": 2}, **thread(more=more)
    )
    for id in posts:
        seen.raised().ended(id)


@pytest.mark.rule(5)
def test_who_waits_waits_in_the_rows(lab):
    """The reply's process dies at each of its calls; the one that goes on knows who waits."""
    for last in range(1, 30, 2):
        script = [*runs(1.0), *runs(3.0, who="z"), [9.0, "run", "y", post()], *runs(20.0, 21.0, who="z")]
        told = f"The reply's process died at its call {last}. "
        seen = play(lab, "56", script, told, {"chunk": 2}, deaths=[["x", [last, True]]], **thread()).raised()
        missing = {0, 7, 14} - {user for user, _ in seen.adds(ANSWER)}
        assert not missing, f"{told}In the end {missing} have not got the reply: who waits, waits in `rows` too."


@pytest.mark.rule(6)
def test_the_others_get_it_meanwhile(lab):
    more = [["follow", user, "ada"] for user in (500, 501)]
    seen = play(lab, "6", runs(1.0), "", {"chunk": 2}, **thread(more=more)).raised()
    assert {user for user, _ in seen.adds(ANSWER)} == {500, 501}, (
        f"Of a reply's readers two do not follow its parent's author: it was added to {seen.adds(ANSWER)}. Nobody "
        "waits who needs not: the parent is not coming to them."
    )


@pytest.mark.rule(6)
def test_who_waits_for_a_parent_that_goes_by_gets_the_reply(lab):
    """While it comes to the others one does not look, and then some do this and that."""
    script = [*runs(1.0), [5.0, "sleep", 7], [6.0, "run", "y", post()], [8.0, "wake", 7], [8.0, "sleep", 0],
              [8.0, "unfollow", 14, "ada"], [8.0, "delete", ANSWER], *runs(9.0)]  # fmt: skip
    seen = play(lab, "5", script, "", {"chunk": 2}, **thread()).raised()
    assert seen.outcomes(ANSWER) == [False, True] and len(set(seen.adds(ANSWER))) == 3, (
        "0, 7 and 14 wait for a reply's parent. While that comes, 7 is not active; then 0 is not, 14 does not follow "
        f"the reply's author any more, and it is deleted. Its runs came to {seen.outcomes(ANSWER)}, and added "
        f"{seen.adds(ANSWER)}: nobody waits for a parent whose fan-out is at its end, whether the list has it or not, "
        "and the reply is put into the list of each who waits."
    )


FREES = {
    "the parent is deleted": [["delete", QUESTION]],
    "they follow its author no more": [["unfollow", user, "star"] for user in (0, 7, 14)],
    "its author is above the limit": fans(9, first=200),
}


@pytest.mark.rule(6)
@pytest.mark.parametrize("why", FREES)
@pytest.mark.parametrize("before", [False, True])
def test_nobody_waits_for_what_is_not_coming(lab, why, before):
    script = [*runs(3.0), *([2.0 if before else 5.0, *deed] for deed in FREES[why]), *runs(9.0)]
    told = f"{why.capitalize()}, {'before' if before else 'after'} the first `run` of the reply. "
    seen = play(lab, "6", script, told, {"chunk": 2, "limit": 8}, **thread()).raised()
    assert seen.outcomes(ANSWER)[-1] is True and len(set(seen.adds(ANSWER))) == 3, (
        f"{told}The runs of the reply came to {seen.outcomes(ANSWER)}, and it was added to {seen.adds(ANSWER)}: to "
        "whom its parent is no longer coming gets the reply."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("limit", [6, 5])
def test_an_author_at_the_limit_is_waited_for(lab, limit):
    seen = play(
        lab, "6", runs(1.0), f"The parent's author has 6 followers, limit {limit}. ", {"limit": limit}, **thread()
    )
    assert seen.raised().outcomes(ANSWER) == [limit < 6], (
        f"The parent's author has 6 followers, limit {limit}: the reply's `run` came to {seen.outcomes(ANSWER)}. The "
        "parent is coming if that author has at most `limit` followers."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_nobody_waits_for_a_parent_that_has_gone_by(lab, chunk):
    """It came before they followed, or while they did not look, or has been forgotten since, or was not pushed."""
    late = [["follow", user, "star"] for user in (500, 501)] + [["follow", user, "ada"] for user in (500, 501)]
    stories = {
        "Two follow the star later. ": ([[5.0, *deed] for deed in late], {}),
        "One did not look then. ": ([[0.5, "sleep", 7], [5.0, "wake", 7]], {}),
        "Lists keep three ids. ": ([[5.0, "push", user, id] for user in (0, 7, 14) for id in (2, 3, 4, 9, 10, 11)],
                                   {"most": 3}),
    }  # fmt: skip
    for told, (deeds, world) in stories.items():
        script = [[1.0, "run", "y", post()], *deeds, *runs(9.0)]
        if world:
            script = [[1.0, "run", "y", post()], *deeds, [9.0, "run", "x", [12, "ada", QUESTION]]]
        seen = play(lab, "6", script, told, {"chunk": chunk}, **{**thread(), **world}).raised()
        assert seen.runs[-1].outcome is True, (
            f"{told}The parent's fan-out is at its end, and the reply's `run` came to {seen.runs[-1].outcome!r}: "
            "nobody waits for a parent whose fan-out is at its end, whether the list has it or not."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("deaths", [[], [["x", [40, True]]]])
def test_a_parent_that_was_not_pushed_is_at_its_end(lab, deaths):
    """Its author was above the limit, and is no more."""
    gone = [[5.0, "unfollow", (user * 7) % 1009, "star"] for user in range(20, 29)]
    script = [[1.0, "run", "y", post()], *gone, *runs(9.0)]
    told = "The parent's author was above the limit, and it was not pushed; then many unfollow. "
    seen = play(lab, "6", script, told, {"limit": 25}, deaths=deaths, **thread(stars=29)).raised()
    assert seen.outcomes(ANSWER) == [True] and len(set(seen.adds(ANSWER))) == 3, (
        f"{told}The reply's `run` came to {seen.outcomes(ANSWER)}: the fan-out of a post that is not pushed is at its "
        "end, and nobody waits for it."
    )
