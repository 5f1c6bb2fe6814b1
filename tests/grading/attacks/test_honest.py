"""Honest students: what they print, import and wait for costs no mark, on a slow machine too."""

import os
import subprocess
import sys
from contextlib import contextmanager

import psutil
import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.judges import Judges, available
from tests.grading.attacks.conftest import NUMBER, WORKERS
from tests.grading.attacks.uses import ASYNC, USES
from tests.grading.test_states import OURS

TRIED = """
def use_{number}():
{body}
try:
    use_{number}()
except BaseException as error:
    print('LOST', {name!r}, type(error).__name__, error)
"""
STAR = " import *\n"


def tried(uses):
    """Each use in a function of its own, or at the top where it imports all that there is."""
    for number, (name, code) in enumerate(uses.items()):
        if STAR in code:
            yield f"print('BEGUN', {name!r})\n{code}\n"
        else:
            body = "\n".join("    " + line for line in code.splitlines())
            yield f"print('BEGUN', {name!r})\n" + TRIED.format(number=number, body=body, name=name)


def lost(found):
    """What an answer says it has lost, or where it was when it ended."""
    lines = [line for line in found.printed.splitlines() if line.startswith("LOST")]
    if str(found.state) != "right":
        lines.append(f"{found.state}: {found.hint}: {found.printed[-300:]}")
    return lines


QUIET = {name: code for name, code in USES.items() if name not in ("prints", "logging", "traceback", "warnings")}
HALVES = [dict(list(QUIET.items())[start::4]) for start in range(4)]


@pytest.mark.parametrize("quarter", range(4))
def test_the_standard_library_costs_nothing(verdict, witness, told, quarter):
    found = verdict(3, "".join(tried(HALVES[quarter])) + OURS[3].answer)
    told(f"{len(HALVES[quarter])} uses, quarter {quarter}", lost(found), witness.harm(), lost(found))


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", ["prints", "logging", "traceback", "warnings"])
def test_what_is_told_costs_nothing(verdict, told, name):
    found = verdict(3, USES[name] + "\n" + OURS[3].answer)
    told(name, str(found.state) != "right", [], found)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize(
    "name", [name for name in USES if name in ("threads", "concurrent futures", "queue", "a timer", "time")]
)
def test_it_costs_nothing_where_a_method_does_it(verdict, told, name):
    body = "\n".join(" " * 8 + line for line in USES[name].splitlines())
    answer = OURS[3].answer.replace("        self.since = {}\n", f"        self.since = {{}}\n{body}\n")
    assert answer != OURS[3].answer
    found = verdict(3, answer)
    told(f"{name} in a method", str(found.state) != "right", [], found)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", ASYNC)
def test_asyncio_costs_nothing(solved, judges, told, name):
    body = "\n".join(" " * 8 + line for line in ASYNC[name].splitlines())
    answer = "import asyncio\n" + OURS[1].answer.replace(
        "        return await self.send(self.choose", f"{body}\n        return await self.send(self.choose"
    )
    found = grade(solved({1: answer}), parts=[1], judges=judges).verdicts[1]
    told(f"{name} in an answer", str(found.state) != "right", [], found)


def test_a_module_that_cannot_be_had_gets_a_sentence(verdict):
    for name in ("zoneinfo", "numpy", "requests"):
        use = "import zoneinfo\nzoneinfo.ZoneInfo('Europe/Zurich')" if name == "zoneinfo" else f"import {name}"
        found = verdict(3, f"{use}\n{OURS[3].answer}")
        assert str(found.state) == "right" or ("Your code raised" in found.hint and "part-3, line" in found.hint)


@contextmanager
def burdened(processors, loops=4):
    """A machine with so many loops on these processors."""
    busy = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(loops)]
    try:
        for process in busy:
            if hasattr(os, "sched_setaffinity"):
                psutil.Process(process.pid).cpu_affinity(processors)
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def test_a_slow_machine_costs_nothing(solved, told):
    mine = available()[NUMBER::WORKERS]
    with burdened(mine), Judges(mine) as judges:
        found = grade(solved(), judges=judges)
    states = {number: str(verdict.state) for number, verdict in found.verdicts.items()}
    told("four loops beside", set(states.values()) != {"right"}, [], found.verdicts)
