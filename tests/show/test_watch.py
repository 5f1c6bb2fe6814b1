"""Watching services: a film and the servers agree at any time, and a run that is watched goes as it would unwatched."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from systemdesign import run
from systemdesign.show import Film, desks
from systemdesign.sim import Reply, Request, Server, TimedOut, Unavailable, constant, with_timeout

from .scene import END, Farm, played

FAULTS = st.sampled_from(["crash", "restart", "pause", "resume", "slow"])
FARMS = st.builds(
    Farm,
    servers=st.lists(st.tuples(st.integers(1, 3), st.sampled_from([None, 0, 2]), st.sampled_from([0.5, 1.0, 1.7])),
                     min_size=1, max_size=3),
    rate=st.sampled_from([0.7, 2.0, 4.0]),
    policy=st.sampled_from(["random", "round robin", "least connections", "power of two choices"]),
    timeout=st.sampled_from([0.37, 1.3, 5.1]),
    deadline=st.sampled_from([1.1, 8.3]),
    attempts=st.integers(1, 3),
    schedule=st.lists(st.tuples(st.floats(0.1, END), st.integers(0, 2), FAULTS, st.sampled_from([0.5, 3.0])),
                      max_size=6),
    seed=st.integers(0, 99),
)


@settings(max_examples=25)
@given(FARMS)
def test_at_any_time_as_many_dots_are_at_a_server_as_it_has_requests_in_flight(farm):
    _, film, spied = played(farm)
    assert spied
    assert [film.count(name, time) for time, name, _ in spied] == [in_flight for _, _, in_flight in spied]


@settings(max_examples=25)
@given(FARMS)
def test_as_many_dots_end_in_each_way_as_the_trace_has_outcomes(farm):
    trace, film, _ = played(farm)
    ends = Counter(leg.how for leg in film.legs if film.places[leg.place].name == "client" and leg.how)
    assert ends == Counter(outcome or "answered" for outcome in trace.outcome)


@settings(max_examples=25)
@given(FARMS)
def test_a_run_that_is_watched_goes_as_it_would_unwatched(farm):
    (watched, *_, seen), (alone, *_, found) = played(farm), played(farm, watched=False)
    for column in ("arrived", "latency", "by", "outcome"):
        assert list(getattr(watched, column)) == list(getattr(alone, column))
    assert seen == found


def filmed(main, *names, end=100.0, **told):
    """The film of `main(film)` at desks of these names."""
    film = Film([desks(names)], end=end, **told)
    run(main(film))
    return film


def legs(film):
    """(dot, place, from, to, how) of every leg, in the order in which they began."""
    return [(leg.dot, film.places[leg.place].name, leg.begin, leg.end, leg.how) for leg in film.legs]


async def nap(seconds):
    await asyncio.sleep(seconds)
    return seconds


def test_a_call_that_goes_further_in_is_the_same_dot_and_comes_back():
    async def main(film):
        inner = film.watch(nap, "inner")

        async def outer(seconds):
            await asyncio.sleep(1)
            await inner(seconds)
            await asyncio.sleep(2)

        await film.watch(outer, "outer")(5)

    assert legs(filmed(main, "outer", "inner")) == [
        (0, "outer", 0, 1, None), (0, "inner", 1, 6, "answered"), (0, "outer", 6, 8, "answered")]


def test_two_calls_at_once_from_one_caller_are_two_dots():
    async def main(film):
        inner = film.watch(nap, "inner")

        async def outer(seconds):
            await asyncio.gather(inner(seconds), inner(2 * seconds))

        await film.watch(outer, "outer")(5)

    told = legs(filmed(main, "outer", "inner"))
    assert [(dot, begin, end) for dot, place, begin, end, _ in told if place == "inner"] == [(0, 0, 5), (1, 0, 10)]


def test_a_call_goes_on_at_a_server_after_its_caller_has_left():
    async def main(film):
        server = film.watch(Server("s", service=constant(7.0)), "s", keeps=True)
        with pytest.raises(TimedOut):
            await film.watch(with_timeout(server, 3.0), "client")(Request(1))
        await asyncio.sleep(9)

    film = filmed(main, "client", "s")
    assert [told for told in legs(film) if told[2] < told[3]] == [
        (0, "s", 0, 3, "abandoned"), (0, "s", 3, 7, "late")]
    assert ("client", "TimedOut") in {(place, how) for _, place, _, _, how in legs(film)}
    assert [leg.left for leg in film.legs if leg.how == "late"] == [True]


def test_a_caller_who_left_becomes_another_dot_for_its_next_try():
    async def main(film):
        server = film.watch(Server("s", workers=2, service=constant(7.0)), "s", keeps=True)

        async def client(request):
            for _ in range(2):
                try:
                    await with_timeout(server, 3.0)(request)
                except TimedOut:
                    pass

        await film.watch(client, "client")(Request(1))
        await asyncio.sleep(9)

    film = filmed(main, "client", "s")
    assert film.count("s", 4.0) == 2
    assert film.dots[0] == film.dots[1] == ("1", "")


def test_a_call_whose_service_keeps_nothing_ends_when_its_caller_leaves():
    async def main(film):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(film.watch(nap, "inner")(5), 2)
        await asyncio.sleep(9)

    assert legs(filmed(main, "inner")) == [(0, "inner", 0, 2, "abandoned")]


@pytest.mark.parametrize("keeps", [True, False])
def test_reply_and_error_pass_through_a_watched_service(keeps):
    async def main(film):
        server = Server("s", service=constant(2.0))
        watched = film.watch(server, "s", keeps=keeps)
        assert await watched(Request(1)) == Reply("s")
        server.crash()
        with pytest.raises(Unavailable, match="s is down"):
            await watched(Request(2))

    assert [how for *_, how in legs(filmed(main, "s"))] == ["answered", "Unavailable"]


def test_a_watched_service_can_do_all_that_the_service_can():
    film = Film([desks(["s"])], end=1)
    server = Server("s", queue_limit=3)
    watched = film.watch(server, "s")
    watched.slow(4)
    assert (watched.name, watched.queue_limit, server.speed) == ("s", 3, 0.25)


def test_a_role_is_a_word_or_is_read_from_the_call():
    async def main(film):
        await film.watch(nap, "a", role="read")(1)
        await film.watch(nap, "a", role=lambda seconds: f"nap of {seconds}")(2)

    assert filmed(main, "a").dots == [("1", "read"), ("2", "nap of 2")]


def test_the_innermost_place_says_what_role_a_call_has_and_no_word_leaves_it():
    async def main(film):
        inner = film.watch(film.watch(nap, "c"), "b", role="second")
        await film.watch(inner, "a", role="first")(1)

    assert filmed(main, "a", "b", "c").dots == [("1", "second")]


def test_calls_are_known_by_their_request_or_key_or_else_by_their_turn():
    async def main(film):
        watched = film.watch(asyncio.sleep, "a")
        for argument in (0.5, 0.25):
            await watched(argument)

        async def service(request):
            return request

        for argument in (Request(7), "k9", 12, True):
            await film.watch(service, "a")(argument)

    whos = [who for who, _ in filmed(main, "a").dots]
    assert whos[2:5] == ["7", "k9", "12"]
    assert len({whos[0], whos[1], whos[5]}) == 3


def test_one_call_on_two_films_is_a_dot_of_each():
    async def main(film):
        other = Film([["inner"]], end=100.0)

        async def outer(seconds):
            await other.watch(nap, "inner")(seconds)

        await film.watch(outer, "outer")(5)
        assert other.count("inner", 2.0) == film.count("outer", 2.0) == 1

    filmed(main, "outer")


def test_films_told_by_number_find_the_caller_without_its_context():
    async def main(film):
        inner, asked = film.watch(lambda request: asyncio.sleep(1), "inner"), asyncio.Queue()

        async def elsewhere():
            await inner(await asked.get())

        async def outer(request):
            asked.put_nowait(request)
            await asyncio.sleep(2)

        other = asyncio.create_task(elsewhere())
        await film.watch(outer, "outer")(Request(4))
        await other

    film = filmed(main, "outer", "inner", by_number=True)
    assert film.dots == [("4", "")]
    assert [(place, begin, end) for _, place, begin, end, _ in legs(film)] == [
        ("outer", 0, 0), ("inner", 0, 1), ("outer", 1, 2)]
