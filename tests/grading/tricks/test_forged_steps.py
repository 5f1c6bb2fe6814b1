"""What a forged message says of steps, times and errors moves nothing of the judge's that is not the student's."""

import json
from types import SimpleNamespace

import pytest

from systemdesign.grading.examinee.known import KNOWN
from systemdesign.grading.examinee.steps import FarFuture
from systemdesign.grading.process import NO_ANSWER, Gone
from systemdesign.grading.remote import StudentError
from systemdesign.grading.stage import Stage
from systemdesign.kernel import Deadlock
from systemdesign.sim import ServiceError
from tests.grading.tricks.forger import asked, forged, played, raised, stepped, told

WANTED = [-5.0, 0.0, 5.0, float("nan"), 3, "soon", True, ["future", []], ["yours", 1], ["yours", "1"], ["bogus"], {}]
RESULTS = [
    [],
    ["value"],
    ["value", 1, 2],
    ["bogus", [None, []]],
    [["value"], 1],
    {"value": 1, "more": 2},
    "ab",
    None,
    ["value", 5],
    ["value", []],
    ["value", [1, 5]],
    ["value", [["pack", 1], []]],
    ["value", [["yours", 99], []]],
    ["raised", 5],
    ["raised", ["mine", 0, "x"]],
    ["raised", ["error", 7, ["yours", 0], [], None, None, None]],
    ["raised", ["group", 7, "several", 5]],
]
HURRIES = """
async def hurries(service):
    asked, waits = service(), 0
    try:
        while True:
            asked.send(None)
            waits += 1
    except StopIteration as stop:
        return [waits, stop.value]
"""
WORLD = """
import asyncio
from systemdesign.kernel import now, run

def hurried():
    async def service():
        await asyncio.sleep(7.0)
        return now()
    async def main():
        return await book.hurries(service)
    return run(main)
"""


@pytest.fixture
def world(tmp_path):
    return tmp_path / "world.py"


@pytest.mark.parametrize("wanted", WANTED, ids=repr)
def test_a_step_waits_for_a_time_to_come_or_a_future_and_nothing_else(world, wanted):
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "awaited", stepped("wants", wanted))


def test_nobody_is_waited_for_who_will_never_come(world):
    with pytest.raises((Deadlock, StudentError)):
        forged(world, "awaited", stepped("wants", ["future", 1]))


@pytest.mark.parametrize("via", [0, 99, -1, "0", []])
def test_what_is_driven_meanwhile_is_a_coroutine_of_the_judges(world, via):
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "awaited", json.dumps({"result": ["value", [1, via, "wants", None]], "out": []}))


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_what_has_not_the_form_of_an_answer_is_none(world, result):
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "came", json.dumps({"result": result, "out": []}))


@pytest.mark.parametrize("message", ['{"ask": ["done", 1], "out": []}', '{"ask": ["done", 1], "out": [], "task": []}'])
def test_a_question_comes_from_a_task_or_from_none(world, message):
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "running", message)


def test_nothing_but_a_coroutine_is_driven(world):
    assert forged(world, "running", asked("step", 0, "send", None), told("went on")) == "went on"


def test_a_coroutine_of_the_judges_takes_its_time(tmp_path):
    book, module = played(tmp_path / "world.py", HURRIES, WORLD)
    with pytest.raises(StudentError, match="not over"):
        module.hurried()
    book.close()


def test_a_callback_of_the_judges_is_called_once():
    called, stage = [], Stage(None, None)
    stage.loop = SimpleNamespace(call_soon=lambda *what, context: called.append(what))
    stage.futures[1] = future = FarFuture(stage, 1)
    future.callbacks.append(("wake", None))
    for _ in range(3):
        stage.on_noticed(1, 0)
    assert called == [("wake", future)]


def test_an_error_of_any_kind_is_the_students(world):
    """Also those with which Python ends a coroutine, a loop or itself."""
    odd = []
    for name in ("StopIteration", "StopAsyncIteration", "GeneratorExit", "MemoryError", "BaseException", "SystemError"):
        kind = f"builtins.{name}"
        assert kind in KNOWN
        error = ["error", 7, kind, ["x"], None, None, None]
        for how, message in (
            ("came", raised(error)),
            ("running", raised(error)),
            ("awaited", stepped("raised", error)),
        ):
            try:
                odd.append([name, how, forged(world, how, message)])
            except (StudentError, ServiceError, Gone):
                pass
    assert [one for one in odd if one[:2] != ["StopIteration", "awaited"]] == []


@pytest.mark.parametrize("name", ["UnicodeDecodeError", "OSError", "SyntaxError", "ExceptionGroup"])
@pytest.mark.parametrize("args", [[], ["x"], [1, [2], {"3": 4}]], ids=len)
def test_an_error_may_be_badly_made(world, name, args):
    with pytest.raises((StudentError, Gone)):
        forged(world, "came", raised(["error", 7, f"builtins.{name}", args, None, None, None]))


@pytest.mark.parametrize(
    "error",
    [
        ["error", 7, "builtins.ValueError", [], None, None, ["error", 7, "builtins.ValueError", [], None, None, None]],
        ["group", 7, "outer", ["group", 7, "inner", ["error", 8, "builtins.ValueError", [], None, None, None]]],
    ],
    ids=["its own cause", "in itself"],
)
def test_an_error_may_be_its_own_cause(world, error):
    with pytest.raises(StudentError):
        forged(world, "came", raised(error))
