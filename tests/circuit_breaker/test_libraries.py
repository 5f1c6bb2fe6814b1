"""Three libraries' breakers, the guide's and ours, all asked the same in virtual time."""

import pytest

from systemdesign import run
from systemdesign.circuit_breaker.breaker import Breaker
from systemdesign.circuit_breaker.libraries import CALLERS, OPEN_FOR, Finding, admitted, away, compare, late, table
from systemdesign.sim.request import Refused

FOUND = {"purgatory": (20, "open", 60), "circuitbreaker": (20, "closed", 90), "aiobreaker": (20, "open", 90),
         "the guide's CircuitBreaker": (20, "closed", 90), "Breaker": (1, "open", 60)}


@pytest.fixture(scope="module")
def findings():
    return compare()


@pytest.mark.parametrize("name", FOUND)
def test_what_each_does(findings, name):
    (found,) = [found for found in findings if found.name == name or found.name.split()[0] == name]
    assert (found.admitted, found.late, found.away) == FOUND[name]


def test_libraries_are_named_with_their_versions(findings):
    names = [found.name.split() for found in findings]
    assert [name for name, *version in names[:3] if version[0][0].isdigit()] == list(FOUND)[:3]
    assert [" ".join(name) for name in names[3:]] == list(FOUND)[3:]


def test_asked_again_they_do_the_same(findings):
    assert compare() == findings


def test_where_nothing_is_guarded_everybody_is_let_through_at_once():
    assert [run(ask(lambda service: service)) for ask in (admitted, late, away)] == [CALLERS, "closed", OPEN_FOR / 2]


def test_a_breaker_that_never_tries_again_lets_nobody_through():
    def make(service):
        return Breaker(service, open_for=10 * OPEN_FOR)

    assert [run(ask(make)) for ask in (admitted, late)] == [0, "open"]


@pytest.mark.parametrize(("seconds", "expected"), [(45.2, 45), (75, 75), (75.6, 76)])
def test_the_seconds_are_those_until_somebody_is_let_through(seconds, expected):
    assert run(away(lambda service: Breaker(service, open_for=seconds))) == expected


def test_the_first_call_after_the_open_time_is_out_as_long_as_others_come():
    inside, most = 0, 0

    def make(service):
        async def counted(call):
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            try:
                return await service(call)
            finally:
                inside -= 1

        return counted

    assert run(admitted(make)) == most == CALLERS


def test_a_table_has_a_line_for_each_below_what_they_are():
    head, *lines = table([Finding("a", 3, "open", 60), Finding("the other", 20, "closed", 90)])
    assert [len(line) for line in lines] == [len(head)] * 2
    assert lines[0].split() == ["a", "3", "of", "20", "open", "refuses", "for", "60", "s"]
    assert head.split("  ")[-3:] == ["let through", "after a late success", "after a late failure"]


def test_what_refuses_by_another_error_is_refused():
    class Never:
        def __init__(self, service):
            pass

        async def __call__(self, call):
            raise Refused("never")

    assert run(admitted(Never)) == 0
