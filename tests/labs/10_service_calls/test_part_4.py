"""Lab 10, part 4: a page, what is on it and what is missing."""

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .pages import Scene
from .scene import FALSY, FOREVER, REQUESTS, ended, lost

FAILING = [Lost, Refused, Unavailable, TimedOut, TimeoutError]
USER, ORDERS = {"user": (0.2, "Ann")}, {"orders": (0.5, [17])}


def seen(lab, required, optional, within=2.0, moment=0.0):
    async def main():
        return await Scene(lab, required, optional).seen(within, moment=moment)

    return heard(main)


@pytest.mark.rule(1)
@pytest.mark.parametrize("moment", [0.0, 3.5])
def test_all_are_asked_at_once(lab, moment):
    found = seen(lab, {**USER, **ORDERS}, {"offers": (0.3, 1), "weather": (0.4, 2)}, moment=moment)
    assert sorted(call.name for call in found.calls) == ["offers", "orders", "user", "weather"], (
        f"The services asked were {[call.name for call in found.calls]}: all are asked, once each."
    )
    assert {call.asked for call in found.calls} == {moment}, (
        f"A request came in at {moment} s, and services were asked at {sorted({call.asked for call in found.calls})} "
        "s: all at once, as the request comes in."
    )
    assert [call.told for call in found.calls] == [{"within": pytest.approx(2.0)}] * 4, (
        f"A request within 2 s told its services {[call.told for call in found.calls]}: each is told the time left."
    )


@pytest.mark.rule(2)
def test_the_page_has_a_value_from_each_service(lab):
    found = seen(lab, {**USER, **ORDERS}, {"offers": (0.6, ["a lamp"])})
    assert found.how == ({"user": "Ann", "orders": [17], "offers": ["a lamp"]}, []), (
        f"All three services answered, the optional one after 0.6 s, and the page is {found.how!r}, at {found.time} s: "
        "it is `(values, missing)`, returned as soon as every service has answered or failed, and nothing is missing."
    )
    assert found.time == pytest.approx(0.6), (
        f"Services took 0.2, 0.5 and 0.6 s, and the page was returned at {found.time} s: it is returned as soon as "
        "every service has answered or failed."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("request_", REQUESTS, ids=repr)
def test_each_service_has_the_request(lab, request_):
    async def main():
        scene = Scene(lab, USER, ORDERS)
        await ended(scene.page(request_, within=2.0))
        return [call.request for call in scene.calls]

    found = heard(main)
    assert found == [request_] * 2, f"For {request_!r} the services had {found}: each has the request as it is."


@pytest.mark.rule(2)
@pytest.mark.parametrize("value", FALSY, ids=repr)
@pytest.mark.parametrize("kind", ["required", "optional"])
def test_any_value_is_a_value(lab, kind, value):
    services = {"a": (0.2, value)}
    found = seen(lab, services, {}) if kind == "required" else seen(lab, {}, services)
    assert repr(found.how) == repr(({"a": value}, [])), (
        f"The one service there is, {kind}, answered {value!r}, and the page is {found.how!r}: `values` has the value "
        "of every service that answered, whatever it is, and that is not missing."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("error", FAILING)
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_an_optional_service_that_fails_is_missing(lab, error, seconds):
    found = seen(lab, ORDERS, {"offers": (seconds, error("said the service")), "weather": (0.4, "rain")})
    assert found.how == ({"orders": [17], "weather": "rain"}, ["offers"]), (
        f"An optional service failed with {error.__name__} at {seconds} s, and the request came to {found.how!r}: it "
        "is missing, and changes nothing else."
    )
    assert found.time == pytest.approx(0.5), (
        f"An optional service failed with {error.__name__}, the last to answer took 0.5 s, and the page was returned "
        f"at {found.time} s: as soon as every service has answered or failed."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("within", [2.0, 0.75])
def test_at_the_deadline_optional_services_are_left_out(lab, within):
    found = seen(lab, USER, {"offers": (FOREVER, "late"), "weather": (0.4, "rain"), "zoo": (9.0, "late")}, within)
    page = (found.how[0], sorted(found.how[1])) if isinstance(found.how, tuple) else found.how
    assert page == ({"user": "Ann", "weather": "rain"}, ["offers", "zoo"]), (
        f"Two optional services had no answer within {within} s, and the request came to {found.how!r}: those are "
        "missing, and what was answered by the deadline is there."
    )
    assert found.time == pytest.approx(within), (
        f"Two optional services never answer, and a page within {within} s was returned at {found.time} s: at the "
        "deadline they are missing, all of them, and the page is returned."
    )


@pytest.mark.rule(2)
def test_values_and_names_stand_in_their_order(lab):
    required = {"z": (0.5, 1), "a": (0.2, 2)}
    optional = {"y": (0.1, lost()), "m": (0.4, 3), "x": (FOREVER, 4), "c": (0.3, 5), "b": (0.05, lost())}
    found = seen(lab, required, optional)
    assert isinstance(found.how, tuple), (
        f"Optional services failed or never answered, and the page came to {found.how!r}: those are missing."
    )
    values, missing = found.how
    assert list(values) == ["z", "a", "m", "c"], (
        f"Of required {list(required)} and optional {list(optional)}, {list(values)} are the `values`, in this order: "
        "required, then optional, each as they were given, not as they answered."
    )
    assert missing == ["y", "x", "b"], (
        f"y and b failed, x never answered, and `missing` is {missing}: the list of the names, in the order in which "
        "`optional` was given."
    )


@pytest.mark.rule(4, 6)
@pytest.mark.parametrize("error", FAILING)
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_required_failure_ends_the_page_at_once(lab, error, seconds):
    found = seen(lab, {**USER, **ORDERS, "prices": (seconds, error("said the service"))}, {"offers": (0.9, 1)})
    assert found.how == error.__name__, (
        f"A required service failed with {error.__name__}, and the request came to {found.how!r}: there is no page, "
        "and its failure is raised as it is."
    )
    assert found.time == pytest.approx(seconds), (
        f"A required service failed at {seconds} s, and the request ended at {found.time} s: the failure of a required "
        "service is raised at once, whoever else is under way."
    )


@pytest.mark.rule(4)
def test_a_required_service_without_an_answer_by_the_deadline_has_failed(lab):
    found = seen(lab, {**USER, "orders": (FOREVER, "late")}, {"offers": (FOREVER, "late"), "news": (0.1, 1)}, 1.5)
    assert (found.how, found.time) == ("TimedOut", 1.5), (
        f"A required service had no answer within 1.5 s, and the request came to {found.how!r} at {found.time} s: when "
        "it has not answered by the deadline, TimedOut is raised then."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", [ValueError, KeyError, OSError])
@pytest.mark.parametrize("kind", ["required", "optional"])
def test_a_bug_in_any_service_is_raised_at_once(lab, kind, error):
    bug = {"offers": (0.3, error("a bug"))}
    found = seen(lab, {**ORDERS, **bug}, {}) if kind == "required" else seen(lab, ORDERS, bug)
    assert (found.how, found.time) == (error.__name__, pytest.approx(0.3)), (
        f"A service, {kind}, raised {error.__name__} at 0.3 s, which is a bug, and the request came to {found.how!r} "
        f"at {found.time} s: a bug in any service is raised as it is, at once."
    )


@pytest.mark.rule(1, 3, 4)
@pytest.mark.parametrize("within", [0, -1.0])
def test_without_time_nobody_is_asked(lab, within):
    found = seen(lab, USER, ORDERS, within)
    assert found.calls == [] and (found.how, found.time) == ("TimedOut", 0.0), (
        f"A request within {within} s asked {[call.name for call in found.calls]} and came to {found.how!r} at "
        f"{found.time} s: the deadline is over, nobody is asked, and a required service has not answered: TimedOut."
    )
    found = seen(lab, {}, ORDERS, within)
    assert found.calls == [] and found.how == ({}, ["orders"]), (
        f"A page of one optional service, within {within} s, came to {found.how!r}: that has not answered by the "
        "deadline, and is missing."
    )


@pytest.mark.rule(2)
def test_a_page_of_nothing_is_there_at_once(lab):
    found = seen(lab, {}, {})
    assert (found.how, found.time) == (({}, []), 0.0), (
        f"A page without services came to {found.how!r} at {found.time} s: every service has answered, so it is "
        "returned, with no values, and nothing missing."
    )
