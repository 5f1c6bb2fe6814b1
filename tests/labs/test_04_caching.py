"""Lab 04: what each part must do, judged in virtual time."""

import asyncio
from collections import Counter

import pytest

from systemdesign import now, run, stream
from systemdesign.grading.hints import hint
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import ServiceError, Unavailable

part = pytest.mark.part


class Load:
    """What the student's caches load from: takes its time, counts what it was asked, and can be down.

    `pages` gives a key's page, by default "key 1", "key 2", … in the order of the loads. `times` are keys that
    take another time. Down, it fails whoever is waiting at once, and new loads at once.
    """

    name = "load"

    def __init__(self, seconds=1.0, pages=None, times=()):
        self.seconds, self.pages, self.times = seconds, pages, dict(times)
        self.asked, self.up, self.crashes = [], True, 0

    async def __call__(self, key):
        self.asked.append((now(), key))
        number, crashes = len(self.asked), self.crashes
        if self.up:
            await asyncio.sleep(self.times.get(key, self.seconds))
        if not self.up or self.crashes > crashes:
            raise Unavailable("load is down", by="load")
        return f"{key} {number}" if self.pages is None else self.pages.get(key)

    def crash(self):
        self.up, self.crashes = False, self.crashes + 1

    def restart(self):
        self.up = True

    @property
    def count(self):
        return len(self.asked)


async def at(time):
    await asyncio.sleep(max(0.0, time - now()))


async def started(*calls):
    """Start the calls, and let them reach the load."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(1e-6)
    return tasks


async def settled(call, patience=30.0):
    """The value, or the error; "never" when the caller would still be waiting after `patience` seconds."""
    task = asyncio.ensure_future(call)
    done, _ = await asyncio.wait([task], timeout=patience)
    if not done:
        task.cancel()
        return "never"
    if task.cancelled():
        return asyncio.CancelledError()
    error = task.exception()
    if isinstance(error, (ServiceError, TimeoutError)) or getattr(error, "kind", None) == "CancelledError":
        return error
    return task.result()  # anything else the student's code raised is shown as it is


# Part 1: single flight


@part(1)
def test_a_lone_caller_gets_the_value(lab):
    async def main():
        return await settled(lab.SingleFlight(Load())("a"))

    found = run(main)
    assert found == "a 1", f"Return what `load(key)` gives; you returned {found!r}."


@part(1)
def test_callers_at_the_same_time_share_one_load(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        first = await started(flight("a"), flight("a"))
        await at(0.6)
        found = await asyncio.gather(*map(settled, [*first, flight("a"), flight("a")]))
        return load.count, found, now()

    count, found, took = run(main)
    assert count == 1, f"Four callers during one load caused {count} loads: let the later ones wait for the first's."
    assert found == ["a 1"] * 4, f"All who wait get the value of the one load; yours got {found}."
    assert took == pytest.approx(1.0), "Those who come later wait only until the load under way has ended."


@part(1)
def test_callers_for_other_keys_are_not_held_up(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        found = await asyncio.gather(*(settled(flight(key)) for key in "abc"))
        return [value[0] for value in found], now()

    keys, took = run(main)
    assert keys == ["a", "b", "c"], "Each key has a flight of its own: these callers got another key's value."
    assert took < 1.5, "Different keys load at the same time: one flight for each key, not one for all."


@part(1)
def test_when_the_load_has_ended_the_next_caller_starts_afresh(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        return [await settled(flight("a")), await settled(flight("a"))], load.count

    found, count = run(main)
    assert count == 2 and found == ["a 1", "a 2"], (
        "This is no cache: once a load has ended, forget the flight, and the next caller loads again."
    )


@part(1)
def test_an_error_reaches_everybody_who_waits(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(*(flight("a") for _ in range(3)))
        await at(0.5)
        load.crash()
        return await asyncio.gather(*(settled(call) for call in calls)), load.count

    found, count = run(main)
    assert "never" not in found, "The load failed, and some of those who waited still wait: give them the error."
    assert all(isinstance(error, Unavailable) for error in found), (
        f"When the load fails, all who wait get its error; yours got {found}."
    )
    assert count == 1, "The others share the first one's failure too: they don't all try again at once."


@part(1)
def test_after_a_failure_the_next_caller_loads_again(lab):
    async def main():
        load = Load()
        load.crash()
        flight = lab.SingleFlight(load)
        await settled(flight("a"))
        load.restart()
        return await settled(flight("a"))

    assert run(main) == "a 2", "A failed flight must be forgotten too: the next caller got the old failure again."


@part(1)
@pytest.mark.parametrize("leaver", [0, 1])
def test_a_caller_who_leaves_takes_nobody_down(lab, leaver):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(*(flight("a") for _ in range(4)))
        await at(0.5)
        calls.pop(leaver).cancel()
        return await asyncio.gather(*(settled(call) for call in calls)), load.count

    found, count = run(main)
    who = ["the first caller", "a caller who only waited"][leaver]
    assert "never" not in found, f"After {who} left, the others wait for ever: somebody has to see the load through."
    assert all(isinstance(value, str) for value in found), (
        f"When {who} is cancelled, the others must still get their value; yours got {found[0]!r}. "
        "Let nobody's departure cancel the load that others wait for."
    )
    assert count <= 2, (
        f"After {who} left, the {len(found)} others caused {count - 1} more loads: one of them is enough."
    )


@part(1)
def test_one_who_leaves_is_let_go_at_once(lab):
    async def main():
        flight = lab.SingleFlight(Load(seconds=10.0))
        calls = await started(flight("a"), flight("a"))
        await at(1.0)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
        return now()

    assert run(main) < 1.5, "A caller who is cancelled must not be kept until the load ends."


@schedules("1.callers", targets="abc", verbs=["call", "call", "call", "leave", "crash", "restart"], until=12, most=10,
           examples=40)
def test_callers_who_stay_get_a_value_or_the_load_s_error(lab, story):
    async def main():
        load = Load(seconds=2.5)
        flight, calls, left = lab.SingleFlight(load), {name: [] for name in "abc"}, []
        for event in story.events:
            await at(event.time)
            story.note(str(event))
            if event.verb == "call":
                calls[event.target].append(asyncio.ensure_future(flight("page")))
            elif event.verb == "leave" and calls[event.target]:
                left.append(calls[event.target].pop())
                left[-1].cancel()
            elif event.verb in ("crash", "restart"):
                getattr(load, event.verb)()
            await asyncio.sleep(0.01)
        for name, staying in calls.items():
            for call in staying:
                check_stayer(story, name, await settled(call), load)
        await asyncio.gather(*left, return_exceptions=True)

    run(main, seed=story.seed)


def check_stayer(story, name, found, load):
    story.note(f"{name} gets {found!r}")
    assert found != "never", f"{name} waits for ever: whatever becomes of the load, all who wait must hear of it."
    fine = isinstance(found, str) or (isinstance(found, Unavailable) and load.crashes)
    assert fine, f"{name} neither left nor met a failing load, and gets {found!r}."


# Part 2: early recomputation


def early(lab, load, ttl=100.0, beta=1.0):
    return lab.EarlyCache(load, ttl, stream("early"), beta)


def started_early(lab, left, beta=1.0, seconds=1.0, keys=800):
    """The share of `keys` entries that one reader each renews, `left` seconds before their end."""

    async def main():
        load = Load(seconds)
        cache = early(lab, load, beta=beta)
        names = [f"k{number}" for number in range(keys)]
        await asyncio.gather(*(settled(cache.get(name)) for name in names))
        await at(seconds + 100.0 - left)
        before = load.count
        await asyncio.gather(*(settled(cache.get(name)) for name in names))
        return (load.count - before) / keys

    return run(main, seed=1)


@part(2)
def test_the_first_reader_loads_and_the_next_gets_what_is_kept(lab):
    async def main():
        load = Load()
        cache = early(lab, load)
        return [await settled(cache.get("a")), await settled(cache.get("a"))], load.count, now()

    found, count, took = run(main)
    assert found == ["a 1", "a 1"] and count == 1 and took == pytest.approx(1.0), (
        f"The first reader loads, the next gets the kept value at once; yours got {found} after {took:g} s."
    )


@part(2)
def test_an_entry_lives_from_the_end_of_its_load_to_the_end_of_its_time(lab):
    share = started_early(lab, left=0.95, beta=1e-9, keys=60)
    assert share < 0.8, "An entry lives for `ttl` seconds from the end of its load, not from its start."
    assert share == 0, f"With hardly any beta nobody loads early, and {share:.0%} of yours did: multiply δ by `beta`."
    share = started_early(lab, left=0.0, beta=1e-9, keys=20)
    assert share == 1, "An entry that is `ttl` seconds old has ended: load again."


@part(2)
def test_long_before_the_end_nobody_loads(lab):
    share = started_early(lab, left=90.0, keys=300)
    assert share == 0, f"With 90 s to live and δ = 1 s the chance is e^-90, and {share:.0%} of the readers loaded."


@part(2)
@pytest.mark.parametrize(("left", "known"), [(1.0, 0.3679), (3.0, 0.0498), (0.2, 0.8187)])
def test_the_chance_of_an_early_load_is_that_of_xfetch(lab, left, known):
    share = started_early(lab, left)
    assert share < 1, "All readers load early at the same moment, which is the stampede again: let each draw."
    assert share > 0, f"With {left:g} s left and δ = 1 s nobody loaded early: the chance is e^(-left/βδ), {known:.2f}."
    assert abs(share - known) < 0.07, (
        f"With {left:g} s left and δ = 1 s a reader loads with probability {known:.2f}; of yours {share:.2f} did. "
        "Load when -δ·β·ln U ≥ left."
    )


@part(2)
def test_beta_makes_it_earlier(lab):
    share = started_early(lab, left=3.0, beta=3.0)
    assert abs(share - 0.3679) < 0.07, (
        f"With beta=3, 3 s left and δ = 1 s the chance is 0.37, and yours is {share:.2f}: multiply δ by `beta`."
    )


@part(2)
def test_slow_pages_start_earlier(lab):
    share = started_early(lab, left=4.0, seconds=4.0)
    assert abs(share - 0.3679) < 0.07, (
        f"A page that took 4 s to load is renewed with probability 0.37 when 4 s are left; yours {share:.2f}. "
        "Measure how long each load took, and keep it with the entry."
    )


@part(2)
def test_an_early_load_renews_the_entry(lab):
    async def main():
        load = Load()
        cache = early(lab, load, ttl=10.0, beta=1e6)
        await settled(cache.get("a"))
        return await settled(cache.get("a")), load.count

    found, count = run(main)
    assert found == "a 2" and count == 2, "Whoever loads early keeps the new value and returns it, not the old one."


@part(2)
def test_an_early_load_that_fails_costs_nothing(lab):
    async def main():
        load = Load()
        cache = early(lab, load, ttl=10.0, beta=1e6)
        await settled(cache.get("a"))
        load.crash()
        return await settled(cache.get("a")), await settled(cache.get("a"))

    for found in run(main):
        assert found == "a 1", (
            f"An early load failed while the old value was still good, and the reader got {found!r}: "
            "return the old value."
        )


@part(2)
def test_an_error_reaches_the_reader_when_nothing_is_kept(lab):
    async def main():
        load = Load()
        load.crash()
        return await settled(early(lab, load).get("a"))

    assert isinstance(run(main), Unavailable), "With no entry there is nothing to fall back on: let the error through."


@part(2)
def test_an_early_load_that_fails_after_the_end_is_an_error(lab):
    async def main():
        load = Load(seconds=5.0)
        cache = early(lab, load, ttl=10.0, beta=1e6)
        await settled(cache.get("a"))
        await at(14.0)
        asyncio.get_running_loop().call_at(16.0, load.crash)
        return await settled(cache.get("a"))

    assert isinstance(run(main), Unavailable), (
        "The old value ended at 15 s and the early load failed at 16 s: a value that has ended is not to be returned."
    )


@schedules("2.outages", targets=["load"], verbs=["crash", "restart"], until=40, most=6, examples=25)
def test_readers_are_served_while_an_entry_lives(lab, story):
    async def main():
        load = Load(seconds=0.5)
        cache, ends, latest = early(lab, load, ttl=8.0), 0.0, None
        faults = asyncio.ensure_future(play(story, load))
        while now() < 45:
            found = await settled(cache.get("page"))
            if isinstance(found, str) and found != latest:
                latest, ends = found, now() + 8.0
            judge_read(story, found, ends)
            await asyncio.sleep(0.2)
        await faults

    run(main, seed=story.seed)


async def play(story, load):
    for event in story.events:
        await at(event.time)
        story.note(str(event))
        getattr(load, event.verb)()


def judge_read(story, found, ends):
    if isinstance(found, str):
        assert now() <= ends + 1e-9, f"At {now():.1f} s a reader got {found!r}, which had ended at {ends:.1f} s."
        return
    story.note(f"a reader gets {found!r}; the entry ends at {ends:.1f} s")
    assert now() >= ends, f"At {now():.1f} s a reader got {found!r}, though the entry was good until {ends:.1f} s."


# Part 3: negative caching


def negative(lab, pages, ttl=60.0, absent_ttl=5.0, seconds=0.0, **options):
    load = Load(seconds, pages)
    return lab.NegativeCache(load, ttl, absent_ttl, **options), load


@part(3)
def test_a_value_is_kept_for_its_time(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"})
        found = []
        for time in (0, 59, 61):
            await at(time)
            found.append((await settled(cache.get("a")), load.count))
        return found

    found = run(main)
    assert found == [("A", 1), ("A", 1), ("A", 2)], (
        f"A value is kept for `ttl` seconds (60 here) and then asked for anew: {found}."
    )


@part(3)
def test_an_absence_is_kept_for_its_own_shorter_time(lab):
    async def main():
        cache, load = negative(lab, {})
        counts = []
        for time in (0, 4.9, 5.0, 9.9):
            await at(time)
            assert await settled(cache.get("a")) is None, "Where there is nothing, `get` returns None."
            counts.append(load.count)
        return counts

    counts = run(main)
    assert counts[1] == 1, "The second request for what does not exist asked again: remember the absence."
    assert counts[2] == 2, "An absence is kept for `absent_ttl` seconds, not for `ttl`: it may be there by now."
    assert counts == [1, 1, 2, 2], f"After {counts} loads: an absence counts from the end of the load that found it."


@part(3)
@pytest.mark.parametrize("value", [0, "", False])
def test_empty_values_are_values(lab, value):
    async def main():
        cache, load = negative(lab, {"a": value})
        await settled(cache.get("a"))
        await at(20)
        return await settled(cache.get("a")), load.count

    found, count = run(main)
    assert found == value and found is not None and count == 1, (
        f"{value!r} is a value, not an absence: only None means that there is none."
    )


@part(3)
def test_lives_count_from_the_end_of_the_load(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"}, ttl=10.0, absent_ttl=5.0, seconds=2.0)
        await asyncio.gather(settled(cache.get("a")), settled(cache.get("b")))
        await at(6.9)
        await settled(cache.get("b"))
        await at(11.9)
        await settled(cache.get("a"))
        return load.count

    assert run(main) == 2, "Values and absences live from the end of their load, not from its start."


@part(3)
def test_an_error_is_no_absence(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"})
        load.crash()
        first = await settled(cache.get("a"))
        load.restart()
        return first, await settled(cache.get("a"))

    first, then = run(main)
    assert isinstance(first, Unavailable), (
        f"Let errors through: the caller got {first!r}, and cannot know that nobody was asked."
    )
    assert then == "A", "An error was remembered as an absence: keep nothing when the load fails."


@part(3)
def test_no_more_absences_than_most_are_remembered(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"}, absent_ttl=60.0, most=10)
        await settled(cache.get("a"))
        for number in range(30):
            await settled(cache.get(f"ghost {number}"))
        asked = {}
        for key in ("a", "ghost 29", "ghost 20", "ghost 19"):
            before = load.count
            await settled(cache.get(key))
            asked[key] = load.count - before
        return asked

    asked = run(main)
    assert asked["a"] == 0, "Absences pushed a value out: the limit is on absences alone."
    assert asked["ghost 29"] == asked["ghost 20"] == 0, (
        "With most=10 the latest ten absences are remembered; yours forgot one."
    )
    assert asked["ghost 19"] == 1, (
        "With most=10 the eleventh absence pushes out the oldest: somebody may ask for a million."
    )


@part(3)
def test_what_is_created_is_found_at_once(lab):
    async def main():
        pages = {}
        cache, _ = negative(lab, pages)
        await settled(cache.get("a"))
        pages["a"] = "A"
        cache.created("a")
        cache.created("never asked for")
        return await settled(cache.get("a"))

    assert run(main) == "A", "After `created(key)` the absence is forgotten, and the next reader finds the value."


@part(3)
@pytest.mark.parametrize("told", [1, 2])
def test_an_absence_on_its_way_is_not_kept_when_the_key_is_created(lab, told):
    async def main():
        pages = {}
        cache, _ = negative(lab, pages, seconds=1.0)
        [late] = await started(cache.get("a"))
        await at(0.5)
        for _ in range(told):
            cache.created("a")
        first = await settled(late)
        pages["a"] = "A"
        return first, await settled(cache.get("a"))

    first, then = run(main)
    assert first is None, "The reader whose load found nothing gets None."
    assert then == "A", (
        "A load that began before `created` and found nothing was kept after it, and hides the new value: "
        "compare what you know before and after the load."
    )


@part(3)
def test_absences_found_after_a_creation_are_kept_again(lab):
    async def main():
        cache, load = negative(lab, {})
        cache.created("a")
        await settled(cache.get("a"))
        await settled(cache.get("a"))
        return load.count

    assert run(main) == 1, (
        "A load that begins after `created` and finds nothing (deleted again) is kept like any other."
    )


ROWS = ["ask", "ask", "create", "delete", "crash", "restart"]


@schedules("3.rows", targets="ab", verbs=ROWS, until=20, most=12, examples=60)
def test_nobody_misses_a_row_that_was_announced(lab, story):
    async def main():
        pages, announced = {}, {}
        cache, load = negative(lab, pages, ttl=4.0, absent_ttl=6.0, seconds=0.5)
        for event in story.events:
            await at(event.time)
            story.note(str(event))
            await do_row(event, pages, announced, cache, load, story)

    run(main, seed=story.seed)


async def do_row(event, pages, announced, cache, load, story):
    key = event.target
    if event.verb == "create":
        pages[key] = announced[key] = key.upper()
        cache.created(key)
    elif event.verb == "delete":
        pages.pop(key, None)
        announced.pop(key, None)
    elif event.verb in ("crash", "restart"):
        getattr(load, event.verb)()
    else:
        due, found = announced.get(key), await settled(cache.get(key))
        story.note(f"{key}: {found!r}")
        if due and key in announced and not isinstance(found, Unavailable):
            assert found == due, f"{key} exists and was announced with `created`, and a reader got {found!r}."
        assert found != "never", f"A reader of {key} waits for ever: a load that failed must be heard of."


# Part 4: a lease


def leases(lab, ttl=60.0, patience=5.0):
    return lab.LeasedCache(ttl, patience)


def got(answer):
    """A pair, and what is wrong if it is none."""
    assert isinstance(answer, (tuple, list)) and len(answer) == 2, (
        f'`get` returns a pair: ("hit", value), ("fill", token) or ("wait", None); yours is {answer!r}.'
    )
    return tuple(answer)


def timed(lab, steps, **options):
    """What each step gives; a step is (time, function of the cache and of the results so far)."""

    async def main():
        cache, results = leases(lab, **options), []
        for time, step in steps:
            await at(time)
            results.append(step(cache, results))
        return results

    return run(main)


def ask(cache, results, key="a"):
    return got(cache.get(key))


def fill(cache, results, number=0, value="A", key="a"):
    """Fill with the token that the step `number` was given."""
    return cache.fill(key, value, results[number][1])


def invalidate(cache, results, key="a"):
    return cache.invalidate(key)


@part(4)
def test_the_first_to_ask_may_fill_and_then_all_hit(lab):
    first, filled, then = timed(lab, [(0, ask), (1, fill), (2, ask)])
    assert first[0] == "fill" and isinstance(first[1], int), (
        f'The first to ask gets ("fill", token) with a whole number as its token; yours got {first}.'
    )
    assert filled is True, f"`fill` with the token of the lease stores and returns True; yours returned {filled!r}."
    assert then == ("hit", "A"), f'After it has been filled, `get` gives ("hit", "A"); yours {then}.'


@part(4)
def test_while_one_fills_the_others_wait(lab):
    *_, second, third = timed(lab, [(0, ask), (1, ask), (4.9, ask)])
    assert second[0] == third[0] == "wait", (
        f"While a lease is held the others wait, and only one rebuilds; yours were told {second[0]!r} and {third[0]!r}."
    )


@part(4)
def test_keys_have_leases_of_their_own(lab):
    def other(cache, results):
        return ask(cache, results, "b")

    one, two = timed(lab, [(0, ask), (0, other)])
    assert two[0] == "fill", "A lease on one key must not hold up those who ask for another."
    assert one[1] != two[1], "A token is never given twice, not even for another key."


@part(4)
def test_the_lease_of_a_dead_client_ends(lab):
    _, early, due = timed(lab, [(0, ask), (4.9, ask), (5.0, ask)])
    assert early[0] == "wait", "The lease ended too early: it lasts for `patience` seconds."
    assert due[0] == "fill", (
        f"The client with the lease died, and after `patience` seconds the next is told {due[0]!r}: give it a lease."
    )


@part(4)
def test_a_client_thought_dead_comes_too_late(lab):
    first, second, late, right, then = timed(
        lab, [(0, ask), (6, ask), (7, lambda c, r: fill(c, r, 0, "old")),
              (8, lambda c, r: fill(c, r, 1, "new")), (9, ask)])
    assert first[1] != second[1], (
        "A token is never given twice: with equal tokens nobody can tell the two clients apart."
    )
    assert late is False, (
        "A client whose lease had ended filled the entry while another held the lease: compare the token."
    )
    assert right is True and then == ("hit", "new"), "The fill of the present holder counts, whatever a late one tried."


@part(4)
def test_a_token_is_good_for_its_own_key_only(lab):
    def other(cache, results):
        return ask(cache, results, "b")

    def mixed_up(cache, results):
        return cache.fill("b", "A", results[0][1])

    assert timed(lab, [(0, ask), (0, other), (1, mixed_up)])[2] is False, "The token of one key filled another."


@part(4)
def test_a_lease_that_has_ended_fills_nothing_even_if_nobody_took_the_next(lab):
    _, late, then = timed(lab, [(0, ask), (5.0, fill), (6, ask)])
    assert late is False and then[0] == "fill", (
        "A fill `patience` seconds after the lease was given comes too late, also when nobody asked in the meantime."
    )


@part(4)
def test_a_change_of_the_row_makes_the_token_worthless(lab):
    _, _, stale, then = timed(lab, [(0, ask), (1, invalidate), (2, fill), (3, ask)])
    assert stale is False and then[0] == "fill", (
        "The row changed while a client was fetching it, and its old value was stored: `invalidate` ends the lease too."
    )


@part(4)
def test_after_a_change_the_next_may_fill_at_once(lab):
    _, _, second, old, new = timed(
        lab, [(0, ask), (1, invalidate), (2, ask), (3, fill), (4, lambda c, r: fill(c, r, 2, "new"))])
    assert second[0] == "fill", (
        "After `invalidate` the next to ask gets a new lease, and need not wait for the old one to end."
    )
    assert old is False, "The old holder filled under the new lease: every lease has a token of its own."
    assert new is True, "The new holder's fill counts."


@part(4)
def test_a_change_of_the_row_removes_the_value(lab):
    *_, then = timed(lab, [(0, ask), (1, fill), (2, invalidate), (3, ask)])
    assert then[0] == "fill", f"After `invalidate` the old value must not be a hit; yours gave {then}."


@part(4)
def test_a_value_ends_after_its_time(lab):
    *_, alive, over = timed(lab, [(0, ask), (1, fill), (10.9, ask), (11.0, ask)], ttl=10.0)
    assert alive == ("hit", "A"), "A value is a hit for `ttl` seconds from its fill."
    assert over[0] == "fill", "`ttl` seconds after its fill a value has ended, and the next to ask gets the lease."


@part(4)
def test_a_token_fills_once(lab):
    *_, again, then = timed(lab, [(0, ask), (1, fill), (2, lambda c, r: fill(c, r, 0, "B")), (3, ask)])
    assert again is False and then == ("hit", "A"), "A lease ends when its holder fills: the token is used up."


@part(4)
def test_nothing_is_filled_without_a_lease(lab):
    def forged(cache, results):
        return [cache.fill("a", "A", token) for token in (0, 1, 7, None)]

    forged_fills, then = timed(lab, [(0, forged), (1, ask)])
    assert forged_fills == [False] * 4 and then[0] == "fill", (
        "Nobody holds a lease, and a fill was accepted: return False."
    )


@part(4)
def test_invalidating_what_is_not_there_is_no_error(lab):
    with hint("`invalidate` of a key that the cache has never seen does nothing."):
        _, then = timed(lab, [(0, invalidate), (1, ask)])
    assert then[0] == "fill", f"Nothing was invalidated, and nobody holds a lease: the next to ask fills, not {then}."


class Rules:
    """The rules of part 4 for one key, once more, as plainly as they can be said. Tokens are the students' own."""

    def __init__(self, ttl, patience):
        self.ttl, self.patience = ttl, patience
        self.value = self.token = None
        self.value_ends = self.lease_ends = 0.0

    def due(self):
        if now() < self.value_ends:
            return "hit"
        return "wait" if now() < self.lease_ends else "fill"

    def give(self, token):
        self.token, self.lease_ends = token, now() + self.patience

    def fill(self, value, token):
        if now() >= self.lease_ends or token != self.token:
            return False
        self.value, self.value_ends, self.lease_ends = value, now() + self.ttl, 0.0
        return True

    def invalidate(self):
        self.value_ends = self.lease_ends = 0.0


class Clients:
    """Clients a, b and c of one cache: each may hold a token and the row as it was when it got it."""

    def __init__(self, cache, story):
        self.cache, self.story, self.rules = cache, story, Rules(ttl=6.0, patience=4.0)
        self.row, self.hands, self.given = 1, {}, Counter()

    def note(self, text, found, due):
        self.story.note(text if found == due else f"{text}, should be {due}")

    def read(self, who):
        due, (kind, what) = self.rules.due(), got(self.cache.get("k"))
        self.note(f"{who} reads: {kind} {what if what is not None else ''}", kind, due)
        assert kind == due, f"Here `get` should say {due!r}, and yours says {kind!r} (ttl=6, patience=4)."
        if kind == "hit":
            assert what == self.rules.value, f"The value filled last is {self.rules.value!r}, and {who} got {what!r}."
            assert what == self.row, f"The row is at version {self.row}, and {who} got version {what}: a stale set."
        elif kind == "fill":
            self.given[what] += 1
            assert self.given[what] == 1, f"The token {what} was given before."
            self.rules.give(what)
            self.hands[who] = what, self.row

    def fill(self, who):
        if who in self.hands:
            token, row = self.hands[who]
            due, done = self.rules.fill(row, token), self.cache.fill("k", row, token)
            self.note(f"{who} fills with version {row}: {done}", done, due)
            assert done is due, f"Here `fill` should return {due}, and yours returns {done!r} (ttl=6, patience=4)."

    def write(self, who):
        self.row += 1
        self.rules.invalidate()
        self.cache.invalidate("k")
        self.story.note(f"{who} writes version {self.row}")

    def crash(self, who):
        self.story.note(f"{who} crashes" + (" with a token in its hand" if self.hands.pop(who, None) else ""))


@schedules("4.clients", targets="abc", verbs=["read", "read", "fill", "fill", "write", "crash"], until=24, most=14,
           examples=200)
def test_the_rules_hold_for_any_sequence_of_reads_fills_writes_and_crashes(lab, story):
    async def main():
        clients = Clients(leases(lab, ttl=6.0, patience=4.0), story)
        for event in story.events:
            await at(event.time)
            getattr(clients, event.verb)(event.target)

    run(main, seed=story.seed)
