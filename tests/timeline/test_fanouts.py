"""Fan-outs while they run: their pace, their progress, and an answer that overtakes its question."""

import asyncio

import pytest

from systemdesign.kernel import now, run
from systemdesign.sim.request import Lost
from systemdesign.timeline.fanouts import FanOuts, Memory, Paced
from systemdesign.timeline.graph import Graph
from systemdesign.timeline.ids import Ids
from systemdesign.timeline.lists import home
from systemdesign.timeline.people import follows
from systemdesign.timeline.posts import Posts
from systemdesign.timeline.push import Push

USERS = [home(f"u{number}") for number in range(250)]


def test_a_paced_fan_out_makes_its_inserts_a_second_and_counts_them():
    async def main():
        paced = Paced(Memory(), rate=100)
        task = asyncio.create_task(paced.spread(USERS, 7))
        await asyncio.sleep(0.99)
        half = paced.done[7]
        await task
        return half, paced.total, now(), await paced.page(USERS[-1])

    assert run(main) == (100, 250, pytest.approx(2.45), [7])


def test_the_first_of_a_fan_out_have_it_at_once():
    async def main():
        paced = Paced(Memory(), rate=100)
        task = asyncio.create_task(paced.spread(USERS, 7))
        await asyncio.sleep(0.001)
        task.cancel()
        return paced.done[7]

    assert run(main) == 5


def test_two_fan_outs_share_the_pace():
    async def main():
        paced = Paced(Memory(), rate=100)
        await asyncio.gather(paced.spread(USERS, 7), paced.spread(USERS[:50], 8))
        return now()

    assert run(main) == pytest.approx(2.95)


def test_a_pause_is_not_made_up_for():
    async def main():
        paced = Paced(Memory(), rate=100)
        await asyncio.sleep(60)
        await paced.spread(USERS[:100], 7)
        return now()

    assert run(main) == pytest.approx(60.95)


@pytest.mark.parametrize("users", [USERS, []])
def test_without_a_pace_nobody_waits(users):
    async def main():
        await Paced(Memory()).spread(users, 7)
        return now()

    assert run(main) == 0


async def star(lists, fans=200):
    """A service, with a star whom so many follow and look at."""
    service = Push(Ids(now), Posts(), Graph(), lists)
    for number in range(fans):
        await service.graph.follow(f"u{number}", "star")
        await service.graph.looked(f"u{number}")
    return service


def test_a_fan_out_is_seen_as_long_as_it_runs():
    async def main():
        paced = Paced(Memory(), rate=100)
        service = await star(paced)
        fan_outs = FanOuts(service, paced)
        await service.post("star", "Hello")
        [order] = await service.posts.outbox.fetch()
        task = asyncio.create_task(fan_outs(order.body))
        await asyncio.sleep(1.05)
        [seen] = fan_outs.running()
        await task
        return seen.post.text, 90 <= seen.done <= 110, seen.followers, fan_outs.running(), paced.done

    assert run(main) == ("Hello", True, 200, [], {})


def test_a_fan_out_that_fails_is_not_seen_any_more_and_is_whole_the_next_time():
    class Failing(Memory):
        fails = True

        async def spread(self, lists, id):
            if self.fails and home("u150") in lists:
                raise Lost("no answer")
            await super().spread(lists, id)

    async def main():
        paced = Paced(lists := Failing(), rate=100)
        service = await star(paced)
        fan_outs = FanOuts(service, paced)
        await service.post("star")
        [order] = await service.posts.outbox.fetch()
        with pytest.raises(Lost):
            await fan_outs(order.body)
        between = fan_outs.running(), paced.done
        lists.fails = False
        await fan_outs(order.body)
        return between, [len(await paced.page(list)) for list in USERS[:200]]

    assert run(main) == (([], {}), [1] * 200)


def test_the_star_is_followed_first_by_ann_and_last_by_those_who_follow_ann():
    pairs = list(follows(20))
    fans = [user for user, author in pairs if author == "stella" != user]
    assert (fans[0], fans[-2:], len(fans)) == ("ann", ["bob", "dora"], 23)
    assert {user for user, author in pairs if author == "ann"} == {"ann", "bob", "dora", "stella"}
    assert len(set(pairs)) == len(pairs)
