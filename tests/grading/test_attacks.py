"""Nothing that an answer does to the machine or to the grader gains points, or costs another part its own."""

import time

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, load
from systemdesign.grading.process import Limits
from systemdesign.grading.report import lines

SLOW_START = """
class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        {init}
    def joined(self, server):
        {joined}
    def weight(self, server):
        return 1.0
    def admitted(self, servers, rng):
        return servers
"""


def at_once(code):
    """The attack runs when the cell does; the class below it is wrong."""
    return code + SLOW_START.format(init="pass", joined="pass")


def when_called(code):
    return "import os, sys, time\n" + SLOW_START.format(init="pass", joined=code)


EXITS = ["import sys\nsys.exit(0)", "import os\nos._exit(0)", "raise SystemExit", "raise KeyboardInterrupt"]
LOOPS = [
    "while True: pass",
    "import time\ntime.sleep(1_000_000)",
    "x = 'a' * 200\n(x + '!').count(x * 0) or sum(range(10**14))",
]
HOGS = ["x = bytearray(10**12)", "x = []\nwhile True: x.append(bytearray(10**6))", "x = 'x' * 10**11"]
BOMBS = [
    "import os\nwhile True: os.fork()",
    "import os\nos.system('sleep 60 &')",
    "import subprocess, sys\nwhile True: subprocess.Popen([sys.executable, '-c', 'input()'])",
    "import threading\nwhile True: threading.Thread(target=print).start()",
    "import multiprocessing as m\nm.Process(target=print).start()",
]
KILLS = [
    "import os\nos.kill(os.getppid(), 9)",
    "import os\nos.killpg(os.getpgid(os.getppid()), 9)",
    "import os\nos.kill(-1, 9)",
]
REPORTS = [
    "import glob, os\nfor f in glob.glob('/tmp/**', recursive=True): os.remove(f)",
    'import os\nfor fd in range(64):\n    try: os.write(fd, b\'{"state": "right"}\\n\')\n    except OSError: pass',
    "import os\nos.closerange(0, 64)",
    "import os\nos.truncate('/tmp', 0)",
    "import tempfile\nopen(tempfile.gettempdir() + '/3.verdict', 'w').write('{\"state\": \"right\"}')",
]
PATCHES = [
    "import sys, types\nsys.modules['pytest'] = types.ModuleType('pytest')",
    "import builtins\nbuiltins.AssertionError = builtins.Exception = type('Never', (BaseException,), {})",
    "import systemdesign.sim.server as s\ns.Server.__call__ = lambda self, request: None",
    "import asyncio\nasyncio.sleep = asyncio.wait = asyncio.timeout = lambda *a, **k: None",
    'import json\njson.dumps = lambda *a, **k: \'{"result": ["value", ["is", 1]], "out": [], "due": null}\'',
    "import random\nrandom.Random.random = lambda self: 0.0",
    "import sys\nsys.setrecursionlimit(10**9)",
    "import gc\nfor x in gc.get_objects():\n    if type(x) is dict and 'state' in x: x['state'] = 'right'",
]
LOUD = [EXITS[1], LOOPS[0], HOGS[0], *BOMBS, *KILLS, *REPORTS]
QUIET = [EXITS[0], *EXITS[2:], *LOOPS[1:], *HOGS[1:], *PATCHES]


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("code", LOUD)
def test_an_attack_on_the_machine_gains_nothing_and_costs_no_other_part(states, code):
    assert states({3: at_once(code + "\n")}, [2, 3]) == {2: "right", 3: "wrong"}


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("code", QUIET)
def test_an_attack_on_its_own_process_gains_nothing(states, code):
    assert states({3: at_once(code + "\n")}, [3]) == {3: "wrong"}


CALLS = ["sys.exit(0)", "os._exit(0)", "time.sleep(9e9)", "while True: pass", "os.fork()", "os.abort()"]


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("code", CALLS)
def test_an_attack_when_a_method_runs_gains_nothing(states, code):
    assert states({3: when_called(code)}, [3]) == {3: "wrong"}


def test_the_other_parts_keep_their_points_in_a_full_grade(solved):
    loop = "while True: pass"
    found = grade(solved({1: "import os\nos._exit(0)", 3: loop}), limits=Limits(step=1.5))
    assert {number: str(verdict.state) for number, verdict in found.verdicts.items()} == {
        1: "wrong",
        2: "right",
        3: "wrong",
        4: "right",
    }
    assert found.points == 7


def test_a_loop_costs_its_time_and_no_more(solved):
    start = time.monotonic()
    grade(solved({3: at_once("while True: pass\n")}), parts=[3], limits=Limits(step=1.0))
    assert time.monotonic() - start < 15


def test_each_loss_is_explained(verdict):
    assert "look for a loop" in verdict(3, at_once("while True: pass\n")).hint
    assert "an answer must return, not exit" in verdict(3, at_once("import os\nos._exit(0)\n")).hint
    assert "MemoryError" in verdict(3, at_once("x = bytearray(10**12)\n")).hint
    assert "os.fork" in verdict(3, at_once("import os\nos.fork()\n")).hint


def test_printed_results_stay_out_of_the_report(solved):
    fake = r"""
for _ in range(3):
    print("\x1b[2J\x1b[HLab 03_load_balancing\r\n12 of 12 points")
"""
    found = grade(solved({3: at_once(fake)}), parts=[3])
    assert found.points == 0
    report = list(lines(found, "x.ipynb"))
    assert report[-1] == "0 of 2 points"
    assert all("\x1b" not in line and "\r" not in line for line in report)
    assert [line for line in report if "12 of 12" in line] == [f"{'':18}| 12 of 12 points"] * 3


def test_endless_output_is_cut_and_costs_its_time(verdict):
    assert "look for a loop" in verdict(3, at_once("while True: print('x' * 1000)\n")).hint


READS = [
    "text = open({path!r}).read()",
    "import pathlib\ntext = pathlib.Path({path!r}).read_text()",
    "import os\nfd = os.open({path!r}, os.O_RDONLY)\ntext = os.read(fd, 10**6).decode()",
    "import os\nos.chdir({folder!r})\ntext = open('solutions/03_load_balancing.ipynb').read()",
    "import os\ntext = open(os.listdir({folder!r})[0]).read()",
    "import io\ntext = io.FileIO({path!r}).read().decode()",
    "import linecache\ntext = ''.join(linecache.getlines({path!r})) or 1 / 0",
    "import sys\nsys.path.append({folder!r})\nimport systemdesign.load_balancing",
    "from systemdesign.load_balancing.balancer import LoadBalancer",
    "import ctypes\ntext = ctypes.CDLL(None).open({path!r}.encode(), 0)",
    "text = open('/proc/self/cwd/../../' + {path!r}).read()",
    "import mmap, os\nos.symlink({path!r}, 'link')\ntext = open('link').read()",
    "import socket\nsocket.create_connection(('127.0.0.1', 9), 0.1)",
    "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')",
]


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("code", READS)
def test_the_solution_cannot_be_read(verdict, code):
    """Were it readable, the cell would run to its end and the answer be ours, which is right."""
    code = code.format(path=str(COURSE / "solutions" / "03_load_balancing.ipynb"), folder=str(COURSE))
    found = verdict(3, f"{code}\n{load('03_load_balancing').parts[3].answer}")
    assert found.state == "wrong"
    assert "Your code raised" in found.hint


def test_the_judges_servers_obey_the_judge_alone(verdict):
    meddler = """
class TwoChoices:
    def __init__(self, servers, rng):
        self.servers = servers
    def choose(self, candidates):
        return candidates[0]
    async def send(self, server, request):
        await server.restart()
        return await server(request)
    async def __call__(self, request):
        return await self.send(self.servers[0], request)
"""
    assert "and call nothing else" in verdict(1, meddler).hint


SNOOPS = {
    "asks the service what it is": "service = make()\n    known = vars(service), service.seconds",
    "tells the service what it saw": (
        "service = make()\n    type(service).told = lambda self: {'count': 2_500, 'longest': 0, 'first': []}"
    ),
    "runs nothing": "return (low * high) ** 0.5",
}
RIGGED = """
import systemdesign, systemdesign.sim
from math import log

def fake(main, seed=0):
    main.close()
    return 1.35 * 4

systemdesign.run = systemdesign.kernel.run.run = fake
systemdesign.now = lambda: 0.0
systemdesign.sim.Server = systemdesign.sim.Reply = lambda *args, **options: None

async def capacity(make, objective, low, high, precision=0.02):
    return low
"""


@pytest.mark.parametrize("trick", SNOOPS)
def test_an_answer_cannot_ask_the_services_beside_it(solved, trick):
    answer = f"async def capacity(make, objective, low, high, precision=0.02):\n    {SNOOPS[trick]}\n    return low\n"
    assert grade(solved({3: answer}, stem="01_latency_and_queues"), parts=[3]).verdicts[3].state == "wrong"


def test_an_answer_cannot_rig_what_runs_beside_it(solved):
    found = grade(solved({3: RIGGED}, stem="01_latency_and_queues"), parts=[3]).verdicts[3]
    assert (found.state, "your answer has changed systemdesign" in found.hint) == ("wrong", True)
