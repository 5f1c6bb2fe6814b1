"""Sorted sets as timelines: what inserts and reads cost, what lists take, what scores lose, and the race itself."""

import random
from math import exp

import pytest

from systemdesign.engines import available
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.valkey.server import Valkey
from systemdesign.timeline import inserts
from systemdesign.timeline.measurement import (
    MERGED,
    PAGE,
    SCRIPT,
    SINGLY,
    THOUSANDS,
    PricePlan,
    Prices,
    RacePlan,
    SizePlan,
    Sizes,
    TornPlan,
    prices,
    raced,
    sizes,
    torn,
)
from systemdesign.timeline.race import Race
from tests.quiet import quietly

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


@pytest.fixture
def live(way):
    way("live")


def check_prices(found):
    relative = found.relative()
    assert relative[SCRIPT] > relative[THOUSANDS] > 1.3
    assert relative[SCRIPT] > 3
    assert relative[PAGE] > 2 * relative[MERGED]
    assert 0.3 < found.price(THOUSANDS) < found.price(SCRIPT)


def check_sizes(found):
    assert found.encodings == ["listpack", "listpack", "skiplist", "skiplist"]
    assert found.sorted_set[2] > 3 * found.sorted_set[1]
    assert 55_000 < found.sorted_set[3] < 66_000
    assert found.packed[3] < found.sorted_set[3] / 3


def check_torn(found):
    assert (found.scores, found.members) == (20, 50)


def check_raced(found):
    a = found.delay / found.took
    assert 0.1 < found.took / found.reckoned < 10
    assert abs(found.overtaken - (0.5 - a + a * a * (1 - exp(-1 / a)))) < 0.1


@needs_valkey
def test_a_script_inserts_faster_than_a_pipeline_and_a_page_of_one_list_is_cheaper_than_of_many(live):
    check_prices(quietly(lambda: prices(rounds=3)))


@needs_valkey
def test_one_post_more_than_128_makes_a_sorted_set_four_times_as_large(live):
    check_sizes(sizes())


@needs_valkey
def test_who_keeps_numbers_as_scores_loses_posts_between_two_pages(live):
    check_torn(torn())


def test_the_fifty_posts_are_one_double():
    assert len({float(id) for id in range(inserts.LATE, inserts.LATE + TornPlan().posts)}) == 1


@needs_valkey
def test_posts_of_one_page_lose_nothing_either_way(live):
    found = torn(posts=20, size=20)
    assert (found.scores, found.members) == (20, 20)


@needs_valkey
def test_replies_overtake_a_post_as_often_as_the_formula_says(live):
    check_raced(quietly(raced))


@needs_valkey
def test_whoever_replies_when_all_have_the_question_overtakes_nobody():
    with Valkey() as server:
        plan = RacePlan(followers=1000, replies=20, delay=10.0)
        found = in_thread(lambda: Race(server.port, plan, random.Random(1)).run())
        assert found["overtaken"] < 0.1
        assert server.client.zcard("home:fan0") in (2, 3)  # of the pilot, the question, and perhaps a reply


def test_every_recording_shows_what_the_chapter_says_of_it():
    for measure, check in ((prices, check_prices), (sizes, check_sizes), (torn, check_torn), (raced, check_raced)):
        kept = measure.recordings.all()
        assert type(kept[0].plan)() in [found.plan for found in kept]
        for found in kept:
            check(found)


@pytest.fixture
def client():
    with Valkey() as server:
        yield server.client


@needs_valkey
@pytest.mark.parametrize("insert", [
    lambda client, names: inserts.pipelines(client, names, 1), inserts.scripts,
    lambda client, names: inserts.pipelines(client, names, 100)])
def test_each_way_inserts_once_into_each_list_and_trims_it(client, insert):
    inserts.fill(client, lists=3)
    names = [f"full:{place}" for place in range(3)]
    assert insert(client, names) == 3
    for name in names:
        newest = int(client.zrange(name, -1, -1)[0], 16)
        assert (client.zcard(name), newest >= inserts.LATE) == (800, True)


def test_prices_are_told_relative_to_inserts_one_at_a_time():
    found = Prices(plan=PricePlan(), made={}, rates={
        SINGLY: [1000.0, 2000.0, 100.0], THOUSANDS: [6000.0, 10_000.0, 700.0], MERGED: [150.0, 200.0, 14.0]})
    assert found.relative() == pytest.approx({SINGLY: 1, THOUSANDS: 6, MERGED: 0.14})
    assert found.price(THOUSANDS) == pytest.approx(50 / 20)
    assert str(found).splitlines()[1].split() == ["pipelines", "of", "1,000", "6,000/s", "6.0"]


def test_sizes_are_told_in_bytes():
    found = Sizes(plan=SizePlan(posts=(129,)), made={}, sorted_set=[10_544], packed=[2368], encodings=["skiplist"])
    assert str(found) == " 129 posts:  10,544 bytes as a sorted set (skiplist),  2,368 as a list"
