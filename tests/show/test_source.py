"""A component's code, shown."""

import pytest

from systemdesign.load_balancing.policies import Random, RoundRobin
from systemdesign.show import show_source


def test_the_code_shown_is_the_code_that_runs():
    shown = show_source(RoundRobin)
    assert repr(shown).startswith("class RoundRobin")
    scope = {}
    exec(repr(shown), scope)
    servers = ["a", "b"]
    ours = scope["RoundRobin"]()
    assert [ours.choose(None, servers) for _ in range(3)] == ["a", "b", "a"]


def test_several_things_are_shown_in_the_order_asked_for():
    assert repr(show_source(Random, RoundRobin)) == f"{show_source(Random)}\n\n\n{show_source(RoundRobin)}"


def test_what_has_no_python_code_is_refused_in_words():
    with pytest.raises(ValueError, match="no Python code to show"):
        show_source(len)


def test_a_name_finds_its_object_by_itself():
    assert repr(show_source("load_balancing.policies.RoundRobin")) == repr(show_source(RoundRobin))


@pytest.mark.parametrize("name", ["load_balancing.policies.Robin", "no.such.Thing", "RoundRobin"])
def test_a_name_that_leads_nowhere_is_answered_with_the_form_of_one(name):
    with pytest.raises(ValueError, match=f"no '{name}': write room.module.name"):
        show_source(name)
