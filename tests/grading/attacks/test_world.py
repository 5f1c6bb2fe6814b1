"""The world of a lab: our solution, the judge's servers and what plays beside an answer obey no answer."""

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, load

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
