"""Lab 03, part 2: outlier ejection."""

import asyncio

from systemdesign import now, run
from systemdesign.grading.schedules import schedules

from .outliers import RULES, Outliers, compare
from .scene import at, fail, farm, names


def test_at_first_all_servers_are_available(lab):
    async def main():
        return names(lab.Ejection(farm("abcd")).available())

    assert run(main) == "abcd", "Before any failure `available()` gives all servers, in their order."


def test_failures_in_a_row_eject_a_server(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        fail(ejection, servers[1], 2)
        before = names(ejection.available())
        fail(ejection, servers[1], 1)
        return before, names(ejection.available())

    before, after = run(main)
    assert before == "abcd", "Two failures of three must not eject yet: eject at `failures`, not before."
    assert after == "acd", f"Three failures in a row with `failures=3` must take b out; available is {after!r}."


def test_a_success_begins_the_count_anew(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        for _ in range(4):
            fail(ejection, servers[0], 2)
            ejection.succeeded(servers[0])
        return names(ejection.available())

    assert run(main) == "abcd", "You count failures in total. Count those in a row: a success sets the count to 0."


def test_one_server_may_always_be_ejected(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, share=0.1)
        ejection.failed(servers[2])
        return names(ejection.available())

    assert run(main) == "abd", (
        "A tenth of four servers is less than one, but one may always be ejected, whatever the share."
    )


def test_no_more_than_the_share_is_ejected(lab):
    async def main():
        servers = farm("abcdef")
        ejection = lab.Ejection(servers, failures=1, share=0.5)
        for server in servers:
            ejection.failed(server)
        return names(ejection.available())

    left = run(main)
    assert left == "def", (
        f"With share=0.5 at most three of six may be out at once; available is {left!r} after each has failed."
    )


def test_an_ejected_server_comes_back_by_itself(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=10.0)
        ejection.failed(servers[0])
        await at(9.9)
        early = names(ejection.available())
        await at(10.0)
        return early, names(ejection.available())

    early, due = run(main)
    assert early == "bcd", "The server is back too early: it stays out for `base` seconds."
    assert due == "abcd", (
        "After `base` seconds the server is available again, with nobody calling anything: compare with now()."
    )


def test_each_ejection_lasts_longer_than_the_one_before(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=10.0, longest=25.0)
        times = []
        for _ in range(4):
            start = now()
            ejection.failed(servers[0])
            while names(ejection.available()) != "abcd" and now() < start + 60:
                await asyncio.sleep(1.0)
            times.append(round(now() - start))
        return times

    times = run(main)
    assert times[1] == 20, (
        f"The second ejection lasts twice `base`, 20 s, and yours {times[1]} s: multiply by the number of ejections."
    )
    assert times == [10, 20, 25, 25], f"No ejection lasts longer than `longest` (25 s here): yours lasted {times}."


def test_a_server_that_is_back_starts_with_a_clean_count(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, base=10.0)
        fail(ejection, servers[0], 3)
        await at(11.0)
        fail(ejection, servers[0], 2)
        return names(ejection.available())

    assert run(main) == "abcd", (
        "A server that is back needs `failures` new failures in a row: set its count to 0 when you eject it."
    )


def test_late_reports_on_an_ejected_server_change_nothing(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=2, base=10.0, share=0.5)
        fail(ejection, servers[0], 2)
        await at(5.0)
        fail(ejection, servers[0], 5)
        await at(10.5)
        back = names(ejection.available())
        fail(ejection, servers[0], 2)
        await at(29.0)
        return back, names(ejection.available())

    back, later = run(main)
    assert back == "abcd", (
        "Replies that were under way when the server was ejected come in late: they must not keep it out for longer."
    )
    assert later == "bcd", (
        "Late failures of an ejected server eject it no further: the second time lasts twice `base` from its start."
    )


@schedules("2.outliers", targets="abc", verbs=["fail", "fail", "fail", "succeed"], until=20, most=14, examples=150)
def test_the_rules_hold_for_any_sequence_of_reports(lab, story):
    async def main():
        servers = farm("abc")
        ejection, model = lab.Ejection(servers, **RULES), Outliers("abc", **RULES)
        for event in story.events:
            await at(event.time)
            server = servers["abc".index(event.target)]
            ejection.failed(server) if event.verb == "fail" else ejection.succeeded(server)
            model.report(event.verb, event.target)
            compare(story, event, names(ejection.available()), "".join(model.available()))

    run(main, seed=story.seed)
