"""Lab 10, part 4: many services on a page, and many requests to one."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard

from .pages import Scene
from .scene import BESIDE, lost

USER = {"user": (0.2, "Ann")}


def many(lab, required, optional, requests):
    """What came of the requests, (request, within, moment) each, and how many calls there were."""

    async def main():
        scene = Scene(lab, required, optional)
        waiting = [asyncio.ensure_future(scene.call(within, name, moment)) for name, within, moment in requests]
        return await asyncio.gather(*waiting), len(scene.calls)

    return heard(main)


@pytest.mark.rule(1)
def test_however_many_they_are_all_are_asked_at_once(lab):
    services = {f"part {number}": (0.5, number) for number in range(40)}
    ((how, time),), _ = many(lab, USER, services, [("r", 2.0, 0.0)])
    assert time == pytest.approx(0.5) and len(how[0]) == 41, (
        f"Of 40 optional services each takes 0.5 s, and the page was there after {time} s: all services are asked at "
        "once, however many they are."
    )


@pytest.mark.rule(2)
def test_one_service_may_have_two_names(lab):
    service = lab.beside(BESIDE).clerks([["a", [0.2, "value", 0.0, "cancelled"]]])[0]["a"]

    async def main():
        return await lab.Page({"mine": service, "yours": service}, {"theirs": service})("r", within=2.0)

    found = heard(main)
    assert found == ({"mine": "a", "yours": "a", "theirs": "a"}, []), (
        f"One service stands on the page by three names, and the page is {found}: values go by name."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("name", ["", "0"])
def test_any_name_is_a_name(lab, name):
    ((there, _),), _ = many(lab, {}, {name: (0.1, 7), "user": (0.2, "Ann")}, [("r", 2.0, 0.0)])
    ((gone, _),), _ = many(lab, {}, {name: (0.1, lost()), "user": (0.2, "Ann")}, [("r", 2.0, 0.0)])
    assert (there, gone) == (({name: 7, "user": "Ann"}, []), ({"user": "Ann"}, [name])), (
        f"An optional service is called {name!r}; when it answers the page is {there}, and when it fails {gone}: a "
        "value is found by its name, whatever that is, and so is what is missing."
    )


@pytest.mark.rule(1, 2)
def test_each_request_asks_all_services_anew(lab):
    async def main():
        scene = Scene(lab, USER, {"offers": (0.1, lost()), "news": (0.1, 3)})
        found = [await scene.call(2.0, moment=moment) for moment in (0.0, 1.0, 2.0)]
        return [how for how, _ in found], len(scene.calls)

    pages, count = heard(main)
    assert pages == [({"user": "Ann", "news": 3}, ["offers"])] * 3 and count == 9, (
        f"Three requests, one after the other, came to {pages}, and services were asked {count} times: one `Page` "
        "serves many requests, and each time all services are asked."
    )


@pytest.mark.rule(1, 2)
def test_requests_that_are_equal_are_asked_each(lab):
    found, count = many(lab, USER, {"news": (0.5, 3)}, [("r", 2.0, 0.0), ("r", 2.0, 0.1), ("r", 0.3, 0.2)])
    due = [
        (({"user": "Ann", "news": 3}, []), 0.5),
        (({"user": "Ann", "news": 3}, []), 0.6),
        (({"user": "Ann"}, ["news"]), 0.5),
    ]
    assert found == [(page, pytest.approx(time)) for page, time in due] and count == 6, (
        f"Three requests that are equal, within 2, 2 and 0.3 s, came at 0, 0.1 and 0.2 s; they came to {found}, after "
        f"{count} calls: all services are asked for each request, which has its own deadline."
    )


@pytest.mark.rule(1)
def test_requests_of_one_moment_have_each_a_deadline(lab):
    found = lab.bring(BESIDE).at_once([1.0, 0.5, 1.5])
    assert found == pytest.approx([1.0, 0.5, 1.5]), (
        f"Three requests of one moment, within 1, 0.5 and 1.5 s, ended at {found} s: each has its own deadline, kept "
        "with the request and not in `self`."
    )


BEFORE = {
    "a required service failed": ({"user": (0.3, lost())}, {}, "Lost"),
    "a required service had a bug": ({"user": (0.3, ValueError("a bug"))}, {}, "ValueError"),
    "an optional service had a bug": (USER, {"offers": (0.3, ValueError("a bug"))}, "ValueError"),
}


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("ending", BEFORE)
def test_what_happened_before_changes_nothing(lab, ending):
    required, optional, due = BEFORE[ending]
    news = {"news": (0.1, lost())}
    found, _ = many(lab, required, {**news, **optional}, [("r", 2.0, moment) for moment in (0.0, 1.0, 2.0)])
    assert [how for how, _ in found] == [due] * 3, (
        f"An optional service failed at 0.1 s, and at 0.3 s {ending}; three such requests, one after the other, came "
        f"to {[how for how, _ in found]}: a bug in any service is raised, a required service's failure too, each time."
    )


@pytest.mark.rule(2)
def test_a_page_that_was_returned_does_not_change(lab):
    first, second = lab.bring(BESIDE).two_pages()
    assert (first, second) == (({"user": 1, "news": 1}, []), ({"user": 2, "news": 2}, [])), (
        f"Services answered 1 for the first request and 2 for the second, and both pages, looked at in the end, are "
        f"{first} and {second}: what belongs to a request is kept with that."
    )
