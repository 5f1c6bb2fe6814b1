"""CPython's own tests of asyncio pass on the virtual loop, but for what is different by design.

They come with the interpreter, where its makers have not put them into a package of their own, as Debian does.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HOME = find_spec("test.test_asyncio") if find_spec("test") else None
MODULES = [
    "test_locks",
    "test_queues",
    "test_timeouts",
    "test_taskgroups",
    "test_waitfor",
    "test_pep492",
    "test_futures",
    "test_futures2",
    "test_tasks",
    "test_eager_task_factory",
    "test_staggered",
    "test_threads",
]

LATER = sys.version_info >= (3, 12)
DEBUG = "there is no debug mode"
KEPT = "errors that nobody takes are kept for the end of the run, and not logged"
CALLBACK = "the callback of a future is the task that waits for it, and shows itself"
MADE = "the kernel's tasks are made by its loop alone"
DRIVEN = "a loop is driven by its run alone"
DIFFERENT = {
    "test_future_source_traceback": DEBUG,
    "test_future_repr": DEBUG,
    "test_task_source_traceback": DEBUG,
    "test_future_exception_never_retrieved": KEPT,
    "test_future_exception_never_retrieved_debug": KEPT,
    "test_tb_logger_exception_unretrieved": KEPT,
    "test_log_destroyed_pending_task": "a run keeps its tasks, so none is destroyed",
    "test_stop_while_run_in_complete": DRIVEN,
    "test_issue46672": "it asks a loop of the tests' own for its calls",
    "test_error_in_call_soon": "a new task becomes ready without `call_soon`",
    "test_eager_start_true_no_loop": MADE,
    "test_task_not_crash_without_finalization": MADE,
    "test_set_exception_causes_invalid_state": "a task whose result is set past its own method ends the run",
    "test_set_result_causes_invalid_state": "a task whose result is set past its own method ends the run",
    "test_task_repr_wait_for": CALLBACK,
    "test_recursive_repr_for_pending_tasks": LATER or CALLBACK,
    "test_wait_for_self_cancellation": LATER or "`wait_for` is that of Python 3.12",
}
"""Why each does not pass; True where it does, on this Python."""


@pytest.mark.skipif(HOME is None, reason="this Python comes without CPython's own tests")
@pytest.mark.parametrize("name", MODULES)
def test_the_interpreters_own_tests_pass(name):
    if find_spec(f"test.test_asyncio.{name}") is None:
        pytest.skip(f"this Python has no {name}")
    command = [sys.executable, "-W", "ignore", HERE / "suite.py", name]
    path = os.pathsep.join(filter(None, [str(HERE.parents[2]), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ | {"PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ran"] > 2
    unexpected = {test: why for test, why in told["failed"].items() if DIFFERENT.get(test, True) is True}
    assert unexpected == {}
    different = {test for test in DIFFERENT if DIFFERENT[test] is not True and f"def {test}(" in source(name)}
    assert different - set(told["failed"]) == set(), "these pass: they are different no longer"


def source(name):
    return Path(find_spec(f"test.test_asyncio.{name}").origin).read_text(encoding="utf-8")
