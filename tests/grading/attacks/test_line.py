"""The line to the judge: what an answer writes there itself is no verdict, and fills nobody's memory."""

import pytest

from tests.grading.attacks.conftest import WRONG

SENDS = """
import json, os
def send(data):
    for descriptor in range(3, 64):
        rest = data
        try:
            while rest:
                rest = rest[os.write(descriptor, rest):]
        except OSError:
            pass
def say(result=("value", None), out=(), due=None, **more):
    return json.dumps({"result": result, "out": list(out), "due": due, **more}).encode() + b"\\n"
"""
FORGED = {
    "a verdict": 'send(b\'{"state": "right", "hint": "", "earned": 12}\\n\')',
    "a result": 'send(say(["value", ["is", 1]]))',
    "results for all that will be asked": 'send(say(["value", [None] * 9]) * 2 + say(["value", ["is", 1]]) * 300)',
    "that it is defined": 'send(say(["value", []]) + say(["value", True]) * 300)',
    "calls without end": (
        'for _ in range(400): send(say(out=[["call", n, 0, "__call__", ["list"], ["dict"]] for n in range(9_000)]))'
    ),
    "results without end": 'for _ in range(400): send(say(out=[["done", n, 1] for n in range(50_000)]))',
    "failures without end": (
        'for _ in range(400): send(say(out=[["failed", n, ["error", "E", "e", None, None]] for n in range(9_000)]))'
    ),
    "cancelled calls without end": 'for _ in range(400): send(say(out=[["cancel", n] for n in range(50_000)]))',
    "valid messages for ever": "while True: send(say() * 1_000)",
    "half a line": "send(b'{\"result\": ')\nwhile True: pass",
    "a line without an end": 'while True: send(b"x" * 60_000)',
    "lines with nothing on them": 'while True: send(b"\\n" * 60_000)',
    "a deep list": 'send(b"[" * 500_000 + b"]" * 500_000 + b"\\n")',
    "a deep value": (
        'send(b\'{"result": ["value", \' + b\'["list",\' * 90_000 + b"1" + '
        'b"]" * 90_000 + b\'], "out": [], "due": null}\\n\')'
    ),
    "a long number": 'send(b\'{"result": ["value", \' + b"9" * 900_000 + b\'], "out": [], "due": null}\\n\')',
    "a huge number": 'send(say(["value", ["is", 10**4000]]))',
    "no number": 'send(say(["value", None], due=float("nan")) * 3)',
    "an endless time": 'send(say(["value", None], due=float("inf")) * 3)',
    "a time that is over": 'send(say(["value", None], due=-1e300) * 300)',
    "a time of another kind": 'send(say(["value", None], due="soon") * 3)',
    "a huge time": 'send(say(["value", None], due=10**400) * 3)',
    "a true time": 'send(say(["value", None], due=True) * 3)',
    "an error of the judge's": 'send(say(["raised", ["error", "Undefined", "", None, None]]) * 9)',
    "an end of the judge's": 'send(say(["raised", ["error", "SystemExit", "0", None, None]]) * 9)',
    "no error at all": 'send(say(["raised", 3]) * 9)',
    "another's object": 'send(say(["value", ["is", ["yours", 0]]]) * 300)',
    "a negative number of an object": 'send(say(["value", ["is", ["yours", -1]]]) * 300)',
    "an inner name of the judge's": 'send(say(["value", ["is", ["pack_object", 3]]]) * 300)',
    "a generator out of order": 'send(say(["value", ["is", ["random", 0, ["tuple", 3, ["tuple", 1], None]]]]) * 300)',
    "a call of an inner name": 'send(say(out=[["call", 1, 0, "__class__", ["list"], ["dict"]]]) * 300)',
    "a call of nobody": 'send(say(out=[["call", 1, 10**9, "__call__", ["list"], ["dict"]]]) * 300)',
    "objects without end": (
        'for k in range(400): send(say(out=[["done", n, ["mine", k * 20_000 + n, "x"]] for n in range(20_000)]))'
    ),
    "text that is no text": 'send(b"\\xff\\xfe\\x00" * 9 + b"\\n")',
    "half a letter": 'send(b\'{"result": ["value", "\\\\ud800"], "out": [], "due": null}\\n\' * 9)',
    "no line at all": "os.closerange(3, 64)",
    "every descriptor": "os.closerange(0, 64)",
    "the line doubled": "while True: os.dup(3)",
    "the line as its output": (
        "for d in range(3, 64):\n    try: os.dup2(d, 1)\n    except OSError: pass\nprint('GAINED')"
    ),
    "what the judge says": "for d in range(3, 64):\n    try: os.read(d, 10**6)\n    except OSError: pass",
    "a trace upon it": "import faulthandler, time\nfaulthandler.dump_traceback_later(0.01, file=3)\ntime.sleep(0.1)",
    "an end of the line": (
        "import socket\nfor d in range(3, 64):\n    try: socket.socket(fileno=d).shutdown(2)\n    except OSError: pass"
    ),
}


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", FORGED)
def test_what_is_written_on_the_line_gains_nothing(attacked, name):
    attacked(name, SENDS + FORGED[name])


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", FORGED)
def test_what_is_written_there_by_a_method_gains_nothing(attacked, name):
    body = FORGED[name].replace("\n", "\n    ")
    attacked(f"later: {name}", f"{SENDS}def attack():\n    {body}", WRONG.replace("        pass", "        attack()"))
