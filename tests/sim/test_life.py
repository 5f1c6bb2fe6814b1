"""A process dies at the call that it is told, and nothing of it goes on."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import Life, Rows, constant


async def five_commits(rows):
    for number in range(5):
        await rows.commit({("row", number): now()})


@pytest.mark.parametrize(("last", "done", "left"), [(None, True, 5), (3, True, 3), (3, False, 2), (1, False, 0)])
def test_the_last_call_is_done_or_never_made(last, done, left):
    async def story():
        rows, life = Rows(delay=constant(0.25)), Life(last, done)
        task = asyncio.ensure_future(five_commits(life.holds(rows)))
        await asyncio.wait([task], timeout=60)
        return len(rows.data), life.died.is_set(), task.done()

    assert run(story()) == (left, last is not None, last is None)


def test_a_process_that_is_killed_never_hears_of_the_call_that_it_is_in():
    async def story():
        rows, life = Rows(delay=constant(0.25)), Life()
        task = asyncio.ensure_future(five_commits(life.holds(rows)))
        await asyncio.sleep(0.6)
        life.kill()
        await asyncio.sleep(60)
        return len(rows.data), life.calls, task.done()

    assert run(story()) == (3, 3, False)


def test_errors_reach_a_process_that_lives():
    async def story():
        class Broken:
            name, offers = "broken", ("ask",)

            async def ask(self):
                raise ValueError("broken")

        with pytest.raises(ValueError, match="broken"):
            await Life().holds(Broken()).ask()

    run(story())


def test_what_still_waits_is_let_go_when_all_is_over():
    async def story():
        life = Life(1)
        rows = life.holds(Rows())

        async def stubborn():
            try:
                await rows.get(("row",))
            finally:
                await rows.get(("row",))

        waiting = asyncio.ensure_future(stubborn())
        await life.died.wait()
        life.bury()
        return waiting.done()

    assert run(story()) is False
