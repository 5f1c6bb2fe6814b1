"""Memory, processor, output, threads, sleep: what is taken is limited, and whoever takes it has no points."""

import time

import pytest

C = "import ctypes, os\nlibc = ctypes.CDLL(None)\n"

BREACHES = {
    "a priority": "import os\nos.nice(1)",
    "the priority of another": "import os\nos.setpriority(os.PRIO_PROCESS, PID, 7)",
    "the priority of the judge": "import os\nos.setpriority(os.PRIO_PROCESS, os.getppid(), 0)",
    "another processor": "import os\nos.sched_setaffinity(0, {0})",
    "the processor of another": "import os\nos.sched_setaffinity(PID, {0})",
    "a schedule": "import os\nos.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))",
    "the schedule of another": "import os\nos.sched_setscheduler(PID, os.SCHED_IDLE, os.sched_param(0))",
    "its own limits": "import resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))",
    "the limits of another": "import resource\nresource.prlimit(PID, resource.RLIMIT_NOFILE, (10, 10))",
    "a session": "import ctypes, os\nassert ctypes.CDLL(None).setpgid(0, 0) == 0",
    "the group of another": "import os\nos.getpgid(PID)",
    "its user": "import os\nos.setuid(os.getuid())",
    "its group": "import os\nos.setgid(os.getgid())",
    "locked memory": f"{C}assert libc.mlockall(1) == 0",
    "a name": f"{C}assert libc.prctl(15, b'attack', 0, 0, 0) == 0",
    "dumps": f"{C}assert libc.prctl(4, 1, 0, 0, 0) == 0",
    "a death signal": f"{C}assert libc.prctl(1, 9, 0, 0, 0) == 0",
    "a ring of calls": f"{C}assert libc.syscall(425, 1, (ctypes.c_uint32 * 30)()) >= 0",
    "a key": f"{C}assert libc.syscall(248, b'user', b'attack', b'a', 1, -2) >= 0",
    "a queue of messages": f"{C}found = libc.msgget(0, 0o1600)\nassert found >= 0\nlibc.msgctl(found, 0, None)",
    "old shared memory": f"{C}found = libc.shmget(0, 4096, 0o1600)\nassert found >= 0\nlibc.shmctl(found, 0, None)",
    "a personality": f"{C}assert libc.personality(0xFFFFFFFF) >= 0\nassert libc.personality(0x40000) >= 0",
    "a watch on files": f"{C}assert libc.inotify_init() >= 0",
}
HOGS = {
    "a long row of bytes": "x = bytearray(10**12)",
    "ever more bytes": "x = []\nwhile True: x.append(bytearray(10**6))",
    "a long text": "x = 'x' * 10**11",
    "a long list": "x = [0] * 10**11",
    "ever more, and it catches": (
        "x = []\nwhile True:\n    try: x.append(bytearray(10**6))\n    except MemoryError: pass"
    ),
    "a map of memory": "import mmap\nx = mmap.mmap(-1, 2**36)",
    "a deep recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "a deep list": "x = []\nfor _ in range(10**7): x = [x]\nprint(x)",
    "a deep repr": "x = ()\nfor _ in range(10**6): x = (x,)\nhash(x)",
}
BUSY = {
    "a loop": "while True: pass",
    "a loop within C": "sum(range(10**14))",
    "a long number": "x = 3 ** 10**9",
    "a slow pattern": "import re\nre.match('(a+)+b', 'a' * 64)",
    "a loop that catches": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "print for ever": "while True: print('x' * 1000)",
    "write for ever": "import os\nwhile True: os.write(1, b'x' * 100_000)",
    "write errors for ever": "import os\nwhile True: os.write(2, b'x' * 100_000)",
    "sleep": "import time\ntime.sleep(1_000_000)",
    "sleep in slices": "import time\nwhile True: time.sleep(0.01)",
    "sleep and work in turn": "import time\nwhile True:\n    time.sleep(0.05)\n    sum(range(10**5))",
    "yield for ever": "import os\nwhile True: os.sched_yield()",
    "a lock taken twice": "import threading\nx = threading.Lock()\nx.acquire()\nx.acquire()",
    "an empty queue": "import queue\nqueue.Queue().get()",
    "wait for a signal": "import signal\nsignal.pause()",
    "wait for nothing": "import select\nselect.select([], [], [])",
    "wait for input": "import sys\nsys.stdin.read()\nwhile True: pass",
    "a thread that never ends": (
        "import threading\ndef f():\n    while True: pass\nthreading.Thread(target=f).start()\nwhile True: pass"
    ),
    "a thread that is waited for": (
        "import threading, time\nx = threading.Thread(target=time.sleep, args=(1e6,))\nx.start()\nx.join()"
    ),
    "many small threads": (
        "import threading, time\nthreading.stack_size(32_768)\n"
        "while True:\n    try: threading.Thread(target=time.sleep, args=(1e6,)).start()\n    except RuntimeError: pass"
    ),
    "threads that start threads": (
        "import threading\ndef f():\n    while True:\n        try: threading.Thread(target=f).start()\n"
        "        except BaseException: pass\nf()"
    ),
    "threads by another name": (
        "import _thread, time\nwhile True:\n    try: _thread.start_new_thread(time.sleep, (1e6,))\n"
        "    except RuntimeError: pass"
    ),
    "an end that never comes": "class A:\n    def __del__(self):\n        while True: pass\nA()",
    "an exit that never comes": "import atexit, sys, time\natexit.register(time.sleep, 1e6)\nsys.exit()",
}
CALLED = {
    "sleeps when asked": "time.sleep(9e9)",
    "loops when asked": "while True: pass",
    "asks again at once, for ever": "asyncio.ensure_future(again())",
    "tasks without end": "[asyncio.ensure_future(asyncio.sleep(0)) for _ in range(10**7)]",
}


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", BREACHES)
def test_nothing_of_the_system_is_changed(attacked, name):
    attacked(name, BREACHES[name] + "\nprint('GAINED')")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", HOGS)
def test_memory_is_limited(attacked, name):
    attacked(name, HOGS[name])


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", BUSY)
def test_time_is_limited(attacked, name):
    start = time.monotonic()
    attacked(name, BUSY[name])
    assert time.monotonic() - start < 15


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", CALLED)
def test_time_is_limited_when_a_method_runs(attacked, name):
    again = "import asyncio, time\nasync def again():\n    while True: await asyncio.sleep(0)\n"
    whole = f"class SlowStart:\n    def joined(self, server):\n        {CALLED[name]}\n"
    attacked(name, again, whole)
