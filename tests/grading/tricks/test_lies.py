"""An object that answers what is wanted is taken for nothing else, and none leads on to what it does not offer."""

import pytest

from systemdesign.grading.remote import StudentError
from tests.grading.tricks.forger import played

CODE = """
import sys

class Text(str):
    def __eq__(self, other):
        return True
    __hash__ = str.__hash__

class Number(int):
    def __eq__(self, other):
        return True
    def __lt__(self, other):
        return True
    __gt__ = __lt__
    __hash__ = int.__hash__

class Items(list):
    def __eq__(self, other):
        return True
    def __len__(self):
        return 3
    def __iter__(self):
        return iter([1, 2, 3])

class Any:
    def __eq__(self, other):
        return True
    def __bool__(self):
        return False
    def __len__(self):
        return 0
    def __iter__(self):
        return iter([])
    def __contains__(self, item):
        return True
    def __getitem__(self, place):
        return 1
    def __hash__(self):
        return 1

kept = [1]

def changing():
    return kept

def changed():
    kept[:] = [2]
    return kept

def reads(thing, *names):
    for name in names:
        thing = getattr(thing, name)
    return thing

def guesses(thing, name):
    \"\"\"What is asked of all numbers that things of the judge's may have.\"\"\"
    frame, found = sys._getframe(), []
    while type(frame.f_locals.get("self")).__name__ != "Guest":
        frame = frame.f_back
    guest = frame.f_locals["self"]
    try:
        getattr(thing, name)
    except AttributeError:
        pass
    for number in range(12):
        for ask in (["get", number, "secret"], ["call", number, "tells", [], {}]):
            try:
                found.append(guest.ask(*ask))
            except Exception:
                pass
    return repr(found)

def changes(thing):
    object.__setattr__(thing, "path", "/changed")
    return [thing]
"""
MODULE = """
from functools import partial
from systemdesign.sim import WebRequest

def made(kind, *given):
    return getattr(book, kind)(*given)

def twice():
    first = book.changing()
    seen = list(first)
    book.changed()
    return [seen, first]

class World:
    secret = "the world's"
    def tells(self):
        return self.secret

class Thing:
    def __init__(self):
        self.world, self.worlds, self.named = World(), [World()], {"a": (1, World())}
        self.play, self.plain = partial(self.world.tells), [1, {"a": 2}]
    def steps(self):
        yield self.world

def read(*names):
    return book.reads(Thing(), *names)

def guessed(name):
    thing = Thing()
    thing.steps = thing.steps()
    return book.guesses(thing, name)

def sent():
    request = WebRequest("/due")
    book.changes(request)
    return request.path
"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    book, module = played(tmp_path_factory.mktemp("lies") / "world.py", CODE, MODULE)
    yield module
    book.close()


def test_a_text_is_its_text(stage):
    assert stage.made("Text", "wrong") != "right"
    assert stage.made("Text", "right") == "right"


def test_a_number_is_its_number(stage):
    found = stage.made("Number", 7)
    assert found == 7 and found != 8 and not found < 7


def test_a_list_holds_what_it_has_told_once(stage):
    found = stage.made("Items", [5])
    assert (type(found), found, len(found)) == (list, [1, 2, 3], 3)
    assert found != [5]


def test_an_object_is_equal_to_nothing_that_is_due(stage):
    found = stage.made("Any")
    assert found != [] and found != 0 and found is not None
    assert found not in ([], {}, ()) and bool(found)


@pytest.mark.parametrize("look", [len, iter, list, lambda found: 1 in found, lambda found: found[0]])
def test_a_check_looks_into_nothing_that_could_change(stage, look):
    with pytest.raises(TypeError):
        look(stage.made("Any"))


def test_an_object_that_a_check_hands_back_is_the_same_object(stage):
    assert stage.made("reads", stage.made("Any"), "__class__", "__name__") == "Any"


def test_what_a_check_has_seen_stays_as_it_was(stage):
    before = stage.made("changing")
    stage.made("changed")
    assert before in ([1], [2]) and before is not stage.made("changing")
    assert stage.twice()[1] == [2]


def test_an_attribute_gives_data(stage):
    assert stage.read("plain") == [1, {"a": 2}]


@pytest.mark.parametrize(
    "names", [["world"], ["worlds"], ["named"], ["play"], ["steps", "__self__"], ["steps", "gi_frame"]]
)
def test_an_attribute_leads_on_to_no_object(stage, names):
    with pytest.raises(StudentError, match="AttributeError"):
        stage.read(*names)


@pytest.mark.parametrize("name", ["world", "worlds", "named", "play"])
def test_what_was_refused_has_no_number_either(stage, name):
    assert "the world's" not in stage.guessed(name)


def test_a_request_that_was_sent_stays_as_it_was(stage):
    assert stage.sent() == "/due"
