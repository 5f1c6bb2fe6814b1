"""An edge keeps answers for a time, and passes on what it may not keep."""

from asyncio import sleep

from systemdesign import run
from systemdesign.sim.request import WebReply
from systemdesign.url_shortener.edge import Edge


def asked(statuses, gaps, ttl=10, **options):
    """The statuses that a reader sees, and how often the origin was asked."""
    async def story():
        answers = iter(statuses)

        async def origin(code):
            return WebReply(next(answers))

        edge, seen = Edge(origin, ttl, **options), []
        for gap in gaps:
            await sleep(gap)
            seen.append((await edge("a")).status)
        return seen, edge.misses, edge.hits

    return run(story)


def test_an_answer_is_kept_for_its_time_and_no_longer():
    assert asked([302, 410], [0, 9.5, 0.5]) == ([302, 302, 410], 2, 1)


def test_an_absence_is_kept_as_well_unless_the_edge_is_told_otherwise():
    assert asked([404, 302], [0, 5, 5]) == ([404, 404, 302], 2, 1)
    assert asked([404, 302], [0, 5, 4], keeps=(302,)) == ([404, 302, 302], 2, 1)


def test_a_failure_is_not_kept():
    assert asked([503, 302], [0, 1]) == ([503, 302], 2, 0)


def test_an_edge_before_an_edge_may_answer_as_late_as_both_of_their_times_together():
    async def story():
        answers = iter([302, 410])

        async def origin(code):
            return WebReply(next(answers))

        shield = Edge(origin, 10)
        edge, seen = Edge(shield, 10), []
        await shield("a")  # changes at once afterwards
        await sleep(9.9)
        await edge("a")
        for _ in range(2):
            await sleep(9.9)
            seen.append((await edge("a")).status)
        return seen

    assert run(story) == [302, 410]


def test_a_full_edge_lets_the_longest_unused_answer_go():
    async def story():
        async def origin(code):
            return WebReply(302)

        edge = Edge(origin, 60, most=2)
        for code in "abaca":
            await edge(code)
        return edge.hits, await edge("b") and edge.misses

    assert run(story) == (2, 4)
