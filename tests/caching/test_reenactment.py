import pytest

from systemdesign import now, run
from systemdesign.caching.hot_key import GUARDS, hot_key
from systemdesign.caching.reenactment import Reenactment
from systemdesign.sim import poisson, recorded


def reenacted(record, since=0.0, until=1000.0):
    """(client, when it came, for how long it was there, when it was at the database) of each."""
    scene, seen, builds = Reenactment(record, since, until), [], []
    read, build = scene.read, scene.build

    async def watched_read(who):
        came = now()
        await read(who)
        seen.append((who, came, now() - came))

    async def watched_build(who):
        builds.append((who, now()))
        await build(who)

    scene.read, scene.build = watched_read, watched_build
    run(scene.play())
    return sorted(seen), builds


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize(("rate", "ttl", "rebuild"), [(50, 10, 0.5), (5, 12, 1.0)])
def test_every_client_comes_waits_and_builds_as_the_record_says(guard, rate, ttl, rebuild):
    record = hot_key(poisson(rate, 3), 60, ttl, rebuild, guard, seed=3)
    seen, builds = reenacted(record)
    assert [who for who, *_ in seen] == list(range(len(record.came)))
    assert [came for _, came, _ in seen] == pytest.approx(record.came)
    assert [stayed for *_, stayed in seen] == pytest.approx(record.waits)
    assert [time for _, time in builds] == pytest.approx(record.began)


def test_who_is_still_there_when_the_scene_begins_comes_too():
    record = hot_key(recorded([1.0, 9.0, 10.0, 10.2, 10.6, 12.0]), 13, ttl=10, rebuild=0.5)
    seen, builds = reenacted(record, since=10.4, until=11.0)
    assert [who for who, *_ in seen] == [2, 3, 4]
    assert [who for who, _ in builds] == [2, 3]


def test_each_client_has_its_part():
    record = hot_key(recorded([9.0, 10.0, 10.2, 10.6]), 12, ttl=10, rebuild=0.5, guard="single flight")
    scene = Reenactment(record, 0, 12)
    assert [scene.part(who) for who in range(4)] == ["finds it", "builds", "waits", "finds it"]


def test_a_shorter_run_begins_as_a_longer_one():
    short, long = [hot_key(poisson(50, 5), until, 10, 0.5, "early recomputation", seed=5) for until in (40, 600)]
    assert short.began == long.began[: len(short.began)]
    assert short.waits == long.waits[: len(short.waits)]


def test_what_is_left_of_an_entry_runs_down_to_nothing_and_begins_anew_when_the_build_is_done():
    record = hot_key(recorded([10.0, 10.2]), 30, ttl=10, rebuild=0.5)
    assert [record.left(time) for time in (0, 9.5, 10.4, 10.5, 10.75)] == pytest.approx([10, 0.5, 0, 10, 9.95])


def test_a_jittered_entry_has_a_life_of_its_own():
    record = hot_key(poisson(50, 1), 300, 10, 0.5, "jittered TTL", seed=1)
    lives = [end - stored for stored, end in record.stored[1:]]
    assert 9.5 <= min(lives) < 9.7 and 10.3 < max(lives) <= 10.5
