"""Values cross the line by value where they are data, by number where they act, and errors keep their class."""

import json
from random import Random

import pytest

from systemdesign.grading.examinee.wire import Wire, service_error
from systemdesign.sim.request import Reply, Request, Unavailable, WebReply, WebRequest


class StandIn:
    def __init__(self, number, name):
        self.wire_number, self.name = number, name


@pytest.fixture
def ends():
    return Wire(StandIn, service_error), Wire(StandIn, service_error)


def across(value, ends):
    there, here = ends
    return here.unpack(json.loads(json.dumps(there.pack(value))))


VALUES = [
    None,
    True,
    3,
    0.1,
    1e300,
    float("inf"),
    "é\n",
    b"",
    bytes(range(256)),
    [1, [2]],
    (1, (2, "x")),
    {1, 2},
    frozenset("a"),
    {1: {"a": (None,)}},
    {b"k": [b"\r\n", "v"]},
]


RECORDS = [Request(3, "c", "k", 0.5), [Reply("a", {"x": 1})], WebRequest("/a?b", {"c": "d"}), WebReply(404)]


@pytest.mark.parametrize("value", [*VALUES, *RECORDS])
def test_data_crosses_by_value(ends, value):
    got = across(value, ends)
    assert got == value
    assert type(got) is type(value)


def test_an_object_crosses_as_a_stand_in_and_comes_back_as_itself(ends):
    there, here = ends
    server = StandIn(None, "a")
    stand_in = across([server, server], ends)
    assert stand_in[0] is stand_in[1]
    assert stand_in[0].name == "a"
    assert across({stand_in[0]: 1}, (here, there)) == {server: 1}


def test_a_generator_goes_on_where_it_stood_and_stays_one_generator(ends):
    ours, twin = Random(5), Random(5)
    ours.random(), twin.random()
    theirs = across(ours, ends)
    assert across(ours, ends) is theirs
    assert [theirs.random() for _ in range(3)] == [twin.random() for _ in range(3)]


def test_a_service_error_keeps_its_class_and_its_server(ends):
    got = across(Unavailable("a is down", by="a"), ends)
    assert (type(got), str(got), got.by) == (Unavailable, "a is down", "a")


@pytest.mark.parametrize(
    ("error", "kind"), [(TimeoutError("late"), TimeoutError), (KeyError("x"), KeyError), (SystemExit(3), RuntimeError)]
)
def test_other_errors_keep_their_class_if_they_are_ordinary(ends, error, kind):
    assert type(across(error, ends)) is kind


class Odd(int):
    pass


def test_a_subclass_of_a_number_crosses_as_a_number(ends):
    assert across(Odd(3), ends) == 3


@pytest.mark.parametrize(
    "data", [["yours", 9], ["record", "Odd", 1], ["pack", 1], ["random", 1, 3], ["list"] * 2 + [["x"]], [None]]
)
def test_what_is_no_value_raises_an_ordinary_error(ends, data):
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        ends[0].unpack(data)
