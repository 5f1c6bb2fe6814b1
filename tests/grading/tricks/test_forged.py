"""An answer that writes to the judge's line itself says no more than an answer can, or is ended."""

import pytest

from systemdesign.grading.process import NO_ANSWER, Gone, Limits
from systemdesign.grading.remote import Notebook

CODE = """
import json, sys

def says(message, *given):
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Guest":
        frame = frame.f_back
    line = frame.f_locals["self"].desk.line
    line.say(message.encode())
    line.hear()

def given(things):
    pass
"""
MODULE = """
from types import SimpleNamespace
from systemdesign.kernel import run

class Purse:
    def __init__(self):
        self.value = 1

def came(message):
    return book.says(message)

def equal(message):
    return book.says(message) == "what is due"

def kept(message):
    purse, word = Purse(), ["mine"]
    book.given([purse, word])
    try:
        book.says(message)
    except Exception:
        pass
    return [purse.value, word]

def running(message):
    async def main():
        return book.says(message)
    return run(main)
"""
RESULT = '{"result": ["value", [%s, [%s]]], "out": [%s]}'
ACTING = '["acting", 99, [99, "Any", null, ["__eq__", "__bool__"], {}], ["__eq__"], false]'
BACK = '["back", %s, "Reply", "forged", 1000000]'
NONE = [
    "no JSON at all",
    "[]",
    "{}",
    '{"result": 1, "out": []}',
    '{"result": ["value", null], "out": [["bogus", 1]]}',
    '{"ask": ["exchange", "bring"], "out": [], "task": null}',
    '{"ask": ["bring", "/etc/passwd"], "out": [], "task": null}',
]
TIMES = ["1e999", "-1", "NaN", '"soon"']


@pytest.fixture
def stage(tmp_path):
    path = tmp_path / "world.py"
    path.write_text(MODULE)
    book = Notebook([["part-1", CODE]], Limits(step=3.0))
    yield book.bring(path)
    book.close()


@pytest.mark.parametrize("message", NONE)
def test_what_is_no_answer_ends_it(stage, message):
    with pytest.raises(Gone, match=NO_ANSWER):
        stage.came(message)


@pytest.mark.parametrize("when", TIMES)
def test_no_time_is_asked_for_but_one_to_come(stage, when):
    with pytest.raises(Gone, match=NO_ANSWER):
        stage.running(RESULT % ("null", "", f'["timer", {when}, 1, null]'))


def test_nothing_of_its_own_is_equal_to_what_is_due(stage):
    assert stage.equal(RESULT % (ACTING, "", "")) is False


@pytest.mark.parametrize("number", range(6))
def test_nothing_of_the_judges_is_changed_but_what_was_handed_over(stage, number):
    assert stage.kept(RESULT % ("null", BACK % number, "")) == [1, ["mine"]]


def test_an_interruption_is_no_answer_either(stage):
    raised = '["error", 7, "builtins.KeyboardInterrupt", [], null, null, null]'
    with pytest.raises(Gone, match=NO_ANSWER):
        stage.came(f'{{"result": ["raised", {raised}], "out": []}}')
