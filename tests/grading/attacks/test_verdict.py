"""The verdict: nothing but passing every check is right, however an answer goes, and whatever it says of itself."""

import pytest

from tests.grading.test_states import OURS

AT = [1, 2, 3, 6]
"""Which of the objects that the checks make it is at which an answer, right till then, does something else."""
TURNED = """
import os, sys, time, signal, asyncio
{ours}
class Turned(SlowStart):
    made = 0
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        Turned.made += 1
        if Turned.made >= {at}:
            {act}
{more}
SlowStart = Turned
"""
ENDS = {
    "exits": "sys.exit(0)",
    "is gone": "os._exit(0)",
    "interrupts": "raise KeyboardInterrupt",
    "leaves as a generator": "raise GeneratorExit",
    "is cancelled": "raise asyncio.CancelledError",
    "stops an iteration": "raise StopIteration",
    "raises a group": "raise BaseExceptionGroup('', [SystemExit(0)])",
    "raises groups in groups": "raise BaseExceptionGroup('', [BaseExceptionGroup('', [KeyboardInterrupt()])])",
    "raises everything's base": "raise BaseException",
    "kills the judge": "os.kill(os.getppid(), 9)",
    "interrupts the judge": "os.kill(os.getppid(), signal.SIGINT)",
    "ends the judge": "os.kill(os.getppid(), signal.SIGTERM)",
    "stops the judge": "os.kill(os.getppid(), signal.SIGSTOP)",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "closes the line": "os.closerange(3, 64)",
    "forges results": (
        '[os.write(d, b\'{"result": ["value", ["is", 1]], "out": [], "due": null}\\n\' * 99) for d in (3, 4, 5, 6)]'
    ),
    "sleeps": "time.sleep(9e9)",
    "falls": "os.abort()",
}
NAMED = {
    "is called as pytest's skip": "Skipped",
    "is called as pytest's exit": "Exit",
    "is called as pytest's end": "Failed",
    "is called as the judge's own": "Undefined",
    "is called as a loss": "Gone",
    "is called as a missed start": "Unstarted",
    "is called as a check's failure": "AssertionError",
    "is called as a missing part": "NotImplementedError",
    "is called as a service's": "Unavailable",
    "is called as a time-out": "TimeoutError",
    "is called as an exit": "SystemExit",
    "is called as an unsatisfied assumption": "UnsatisfiedAssumption",
    "is called as a stopped test": "StopTest",
    "has an inner name": "__class__",
    "has no name": "",
    "has a name with a line in it": "a\\n12 of 12 points",
}
RAISED = "class Odd(Exception): pass\n            Odd.__name__ = {name!r}\n            raise Odd('12 of 12 points')"
LIES = {
    "words that raise": "def __str__(self): raise SystemExit(0)",
    "words that are no words": "def __str__(self): return 3",
    "words without end": "def __str__(self): return 'x' * 10**8",
    "words that loop": "def __str__(self):\n        while True: pass",
    "a class that lies": "__class__ = property(lambda self: KeyboardInterrupt)",
    "a cause that is itself": "__cause__ = property(lambda self: self)",
    "a server that lies": "by = property(lambda self: 1 / 0)",
    "a trace that lies": "__traceback__ = property(lambda self: 3)",
}
VALUES = {
    "equal to everything": "def __eq__(self, other): return True\n    __hash__ = object.__hash__",
    "greater than everything": "def __gt__(self, other): return True\n    __lt__ = __ge__ = __le__ = __gt__",
    "a number that rounds well": "def __round__(self, n=None): return 1\n    def __float__(self): return 1.0",
    "of another class": "__class__ = float",
    "packed as it likes": "wire_number = 0\n    name = 'a'",
    "any attribute": "def __getattr__(self, name): return lambda *a, **k: 1.0",
}
PATCHES = {
    "pytest": "import sys, types\nsys.modules['pytest'] = types.ModuleType('pytest')",
    "errors": "import builtins\nbuiltins.AssertionError = builtins.Exception = type('Never', (BaseException,), {})",
    "servers": "import systemdesign.sim.server as s\ns.Server.__call__ = lambda self, request: None",
    "sleep": "import asyncio\nasyncio.sleep = asyncio.wait = asyncio.timeout = lambda *a, **k: None",
    "json": 'import json\njson.dumps = lambda *a, **k: \'{"result": ["value", ["is", 1]], "out": [], "due": null}\'',
    "chance": "import random\nrandom.Random.random = lambda self: 0.0",
    "recursion": "import sys\nsys.setrecursionlimit(10**9)",
    "states": "import gc\nfor x in gc.get_objects():\n    if type(x) is dict and 'state' in x: x['state'] = 'right'",
    "the desk": (
        "import sys\nd = sys.modules['systemdesign.grading.examinee.desk']\nd.Desk.call = lambda *a: ['is', 1.0]"
    ),
    "the wire": "import sys\nw = sys.modules['systemdesign.grading.examinee.wire']\nw.Wire.pack = lambda *a: 1.0",
    "the line": "import os\nwrite = os.write\nos.write = lambda d, b: write(d, b.replace(b'wrong', b'right'))",
    "the clock": "import systemdesign.kernel as k\nk.now = lambda: 1e9",
    "the loop": "import asyncio.events as e\ne._get_running_loop = lambda: None",
    "everything": "import builtins\nbuiltins.min = builtins.max = builtins.round = builtins.abs = lambda *a, **k: 1.0",
}
WRONG = """def weight(self, server): return {value}
    def joined(self, server): pass
    def admitted(self, servers, rng): return servers
"""


def turned(act, at, more=""):
    return TURNED.format(ours=OURS[3].answer, at=at, act=act, more=more)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("at", AT)
@pytest.mark.parametrize("name", ENDS)
def test_a_first_check_passed_is_not_right(attacked, name, at):
    attacked(f"{name} at {at}", "", turned(ENDS[name], at))


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", NAMED)
def test_what_an_error_is_called_is_no_verdict(attacked, name):
    attacked(name, "", turned(RAISED.format(name=NAMED[name]), 2))


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", LIES)
def test_an_error_that_lies_is_wrong(attacked, name):
    attacked(name, f"class Odd(Exception):\n    {LIES[name]}\n", turned("raise Odd('a')", 2))


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_lies_is_wrong(attacked, name):
    attacked(name, f"class Odd:\n    {VALUES[name]}\n", f"class SlowStart:\n    {WRONG.format(value='Odd()')}")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", PATCHES)
def test_what_is_patched_over_there_is_no_verdict(attacked, name):
    attacked(name, PATCHES[name])


def test_a_hint_cannot_imitate_others(attacked):
    found = attacked(
        "a hint in colours", "raise Exception('\\x1b[2J\\r\\n' * 9 + 'Lab 03_load_balancing\\n12 of 12 points')"
    )
    assert found.state == "wrong"
