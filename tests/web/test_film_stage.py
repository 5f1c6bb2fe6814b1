"""Who is where on a film's stage, as the page draws it: the same as in the run that was watched."""

import asyncio
import json
import re
import subprocess
from pathlib import Path
from random import Random

import pytest

from systemdesign import run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.show.film import Film, Place, desks
from systemdesign.sim import Server, at, exponential, faults, open_loop, poisson
from tools.node import NODE

NAMES = ["s1", "s2", "s3"]
SPOT = re.compile(r'<rect class="spot" x="([\d.]+)"[^>]* width="([\d.]+)"[^>]*/>'
                  r'<text class="place" x="([\d.]+)" y="[\d.]+"(?: font-size="([\d.]+)")?>([^<]+)<')


async def bad_day(film):
    """Three servers, one of which crashes, behind a balancer that waits for two seconds."""
    servers = [Server(name, service=exponential(1.0)) for name in NAMES]
    watched = [film.watch(server, server.name, keeps=True) for server in servers]
    front = film.watch(LoadBalancer(watched, "random", timeout=2.0), "balancer")
    schedule = asyncio.create_task(faults(at(5, servers[0].crash), at(7, servers[0].restart)))
    await open_loop(film.watch(front, "clients"), poisson(2.8), until=20)
    await schedule


@pytest.fixture(scope="module")
def film():
    made = Film([["clients"], ["balancer"], desks(NAMES)], start=2, end=16)
    run(bad_day(made), seed=3)
    return made


def seen(film, times, size="wide"):
    told = json.dumps({"film": film.to_json(), "times": times, "size": size})
    script = Path(__file__).with_name("film.mjs")
    done = subprocess.run([NODE, script], input=told, text=True, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_as_many_dots_are_at_each_place_as_calls_were(film):
    rng = Random(1)
    times = [rng.uniform(0, 14) for _ in range(200)]
    counts = [scene["present"] for scene in seen(film, times)["scenes"]]
    names = [place.name for place in film.places]
    assert counts == [[film.count(name, 2 + time) for name in names] for time in times]
    assert max(map(max, counts)) > 3


def test_who_came_first_stands_nearest_to_the_desk(film):
    places = [place["name"] for place in film.to_json()["places"]]
    crowd = max(range(140), key=lambda k: film.count("s3", 2 + k / 10)) / 10
    [scene] = seen(film, [crowd])["scenes"]
    legs = [leg for leg in film.legs if places[leg.place] == "s3" and leg.begin <= 2 + crowd < leg.end]
    first = {}
    for leg in film.legs:
        if places[leg.place] == "s3":
            first.setdefault(leg.dot, leg.begin)
    came = [film.dots[leg.dot][0] for leg in sorted(legs, key=lambda leg: first[leg.dot])]
    rows = {dot["y"]: [] for dot in scene["dots"]}
    for dot in sorted(scene["dots"], key=lambda dot: -dot["x"]):
        rows[dot["y"]].append(dot["who"])
    assert len(came) > 2
    assert came in rows.values()


def test_whoever_has_no_room_is_counted():
    film = Film([["clients"], desks(["slow"])], end=10)
    for number in range(90):
        film.stay(number, "", "slow", 0.01 * number, 9.9)
    [wide], [narrow] = (seen(film, [5.0], size)["scenes"] for size in ("wide", "narrow"))
    assert 0 < wide["more"][1] < narrow["more"][1] < 90
    assert {len(scene["dots"]) for scene in (wide, narrow)} == {90}


def test_a_message_is_between_its_places_by_its_time():
    film = Film([["here"], ["there"]], end=10)
    film.travel("a", "", "here", "there", 2.0, 6.0)
    xs = [scene["dots"][0]["x"] for scene in seen(film, [2.0, 4.0, 5.999])["scenes"]]
    assert xs[0] < xs[1] < xs[2]
    assert xs[1] == pytest.approx((xs[0] + xs[2]) / 2, rel=1e-3)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_twenty_servers_have_room_and_nobody_stands_outside(size):
    film = Film([["clients"], ["balancer"], desks([f"s{k}" for k in range(20)])], end=10)
    for number in range(300):
        film.stay(number, "", f"s{number % 20}", 0.01 * number, 9.9)
    found = seen(film, [5.0], size)
    assert found["height"] <= 470
    width = {"wide": 720, "narrow": 380}[size]
    assert all(0 <= dot["x"] <= width and 0 <= dot["y"] <= found["height"] for dot in found["scenes"][0]["dots"])


@pytest.mark.parametrize("places", range(1, 7))
def test_of_up_to_six_places_each_has_its_name_clear_of_its_dots(places):
    film = Film([[f"edge {k + 1}" for k in range(places)], ["origin"]], end=10)
    film.stay(1, "", "edge 1", 0.0, 9.9)
    found = seen(film, [5.0])
    foot = float(re.search(r'class="place" x="[\d.]+" y="([\d.]+)">edge 1<', found["player"])[1])
    assert found["scenes"][0]["dots"][0]["y"] - 4.5 > foot + 3


def test_an_arc_tells_whose_it_is_from_its_time_on():
    arcs = [Place("arc 1", "arc", turns=(0.0, 0.5)), Place("arc 2", "arc", turns=(0.5, 1.0))]
    film = Film([arcs, ["a", "b"]], end=5)
    for time, arc, owner in ((0, "arc 1", "a"), (0, "arc 2", "b"), (3, "arc 1", "b")):
        film.note(time, arc, owner)
    owners = [scene["states"][:2] for scene in seen(film, [0, 2.9, 3.0])["scenes"]]
    assert owners == [["a", "b"], ["a", "b"], ["b", "b"]]


def test_the_page_tells_the_events_that_python_tells(film):
    told = [line.replace(" > ", " → ").split(" s  ", 1)[1].replace("  ", ": ", 1) for line in str(film).splitlines()]
    assert sorted(words for _, words in seen(film, [])["events"]) == sorted(told)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_whoever_was_served_is_not_seen_among_those_who_wait(size):
    film = Film([["clients"], desks(["slow"], workers=2)], end=10)
    for number in range(20):
        film.stay(number, "", "slow", 0.0, 2.0 + number, "answered" if number < 2 else None)
    before, after = seen(film, [1.9, 2.05], size)["scenes"]
    [served, *_], waiting = [dot for dot in after["dots"] if dot["shape"] == "tick"], before["dots"][2:]
    assert served["x"] > max(dot["x"] for dot in waiting)
    assert served["y"] < waiting[0]["y"]


def test_what_has_ended_fades():
    film = Film([["clients"], desks(["slow"])], end=10)
    film.stay(1, "", "slow", 0.0, 2.0, "answered")
    scenes = seen(film, [1.0, 2.0, 2.05, 2.11])["scenes"]
    assert [[dot["seen"] for dot in scene["dots"]] for scene in scenes] == [
        [1], [1], [pytest.approx(0.5)], []]


def test_who_has_ended_in_a_spot_stands_clear_of_those_who_wait_there():
    film = Film([["clients"], desks(["slow"])], end=10)
    for number in range(60):
        film.stay(number, "", "clients", 0.0, 2.0 if number < 12 else 9.0, "TimedOut")
    [scene] = seen(film, [2.05])["scenes"]
    heights = {shape: [dot["y"] for dot in scene["dots"] if dot["shape"] == shape] for shape in ("disc", "diamond")}
    assert len(heights["diamond"]) == 12 and min(heights["diamond"]) > max(heights["disc"]) + 9


def test_who_has_ended_in_a_spot_stands_clear_of_its_state_and_of_those_who_wait():
    film = Film([["clients"], ["cache"]], end=10)
    film.note(0.0, "cache", "the page, 10 s left")
    for number in range(60):
        film.stay(number, "", "cache", 0.0, 2.0 if number < 12 else 9.0, "answered")
    found = seen(film, [2.05], "narrow")
    dots = found["scenes"][0]["dots"]
    heights = {shape: [dot["y"] for dot in dots if dot["shape"] == shape] for shape in ("disc", "tick")}
    foot = float(re.search(r'class="state" data-place="1"[^>]* y="([\d.]+)"', found["player"])[1])
    fit = len(heights["disc"]) - found["scenes"][0]["more"][1]
    assert 0 < fit < len(heights["disc"])
    assert max(heights["disc"]) + 9 < min(heights["tick"]) <= max(heights["tick"]) < foot - 12


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_name_stays_inside_its_spot(size):
    film = Film([["door", "balancer"], desks(["instance 1", "instance 2"]), ["database", "a slow database"]], end=10)
    found = SPOT.findall(seen(film, [5.0], size)["player"])
    assert len(found) == 4
    font = {"wide": 13, "narrow": 12}[size]
    for left, width, start, smaller, name in found:
        letters = 0.66 * float(smaller or font) * len(name)
        assert float(start) + letters <= float(left) + float(width)
    assert not found[0][3]


def test_those_who_end_together_are_seen_side_by_side():
    film = Film([["clients"], ["elsewhere"]], end=10)
    for number in range(5):
        film.stay(number, "", "clients", 0.0, 2.0, "answered")
    [scene] = seen(film, [2.05], "narrow")["scenes"]
    assert len({dot["x"] for dot in scene["dots"]}) == 5


def test_the_key_names_only_what_is_seen():
    film = Film([["clients"], desks(["slow"])], end=10)
    film.stay(1, "", "slow", 0.0, 2.0, "answered")
    film.stay(2, "", "slow", 1.0, 12.0, "abandoned")
    said = seen(film, [])["player"]
    assert "answered</li>" in said
    assert "given up" not in said
