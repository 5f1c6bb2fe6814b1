"""Named random streams: the same for a seed, unmoved by their neighbours."""

import asyncio

import pytest

from systemdesign import run, stream


def draws(count, name="arrivals", seed=0, also=0):
    """Draws from a stream in a run, in which another stream is drawn from `also` times between."""

    async def main():
        numbers = []
        for _ in range(count):
            numbers.append(stream(name).random())
            for _ in range(also):
                stream("other").random()
        return numbers

    return run(main, seed=seed)


def test_a_stream_is_the_same_for_the_same_seed_and_name():
    assert draws(5) == draws(5)


def test_a_stream_is_the_same_on_every_python():
    assert draws(2) == [0.8412007979724712, 0.6097022306987295]


def test_another_seed_gives_other_numbers():
    assert draws(5, seed=1) != draws(5, seed=2)


def test_another_name_gives_other_numbers():
    assert draws(5, name="a") != draws(5, name="b")


def test_a_stream_is_not_moved_by_its_neighbours():
    assert draws(5, also=7) == draws(5)


def test_a_stream_goes_on_where_it_stopped_within_a_run():
    async def main():
        return stream("a") is stream("a")

    assert run(main) is True


def test_a_stream_outside_a_run_starts_anew_from_its_seed():
    assert [stream("arrivals", seed=0).random() for _ in range(2)] == draws(1) * 2


def test_a_stream_inside_a_run_may_have_a_seed_of_its_own():
    async def main():
        return stream("arrivals", seed=3).random()

    assert [run(main, seed=0)] == draws(1, seed=3)


def test_a_stream_without_run_and_seed_says_what_to_do():
    with pytest.raises(ValueError, match=r"call it inside run\(...\), or say stream\('arrivals', seed=0\)"):
        stream("arrivals")


def test_a_stream_on_the_ordinary_loop_has_seed_zero_and_goes_on():
    async def main():
        return [stream("arrivals").random() for _ in range(3)]

    assert asyncio.run(main()) == draws(3)
