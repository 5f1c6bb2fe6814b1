import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.child.process import Process, listen

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
needs_haproxy = pytest.mark.skipif(not available("haproxy"), reason=available("haproxy").reason)
ROOT = Path(__file__).parents[2]
FARM = """
import os, time
from systemdesign.engines.haproxy.farm import Farm
with Farm([1.0, 1.0], interval=0.05) as farm:
    farm.haproxy.process.wait_until(lambda: set(farm.haproxy.status().values()) == {"UP"})  # a busy machine is late
    children = [server.process.pid for server in farm.servers.values()] + [farm.haproxy.process.pid]
    print(os.geteuid(), farm.haproxy.status(), *children, sep="|", flush=True)
    time.sleep(60)
"""
VALKEY = """
import os, time
from systemdesign.engines.valkey.server import Valkey
with Valkey() as valkey:
    print(os.geteuid(), valkey.client.ping(), valkey.process.pid, sep="|", flush=True)
    time.sleep(60)
"""
engines = pytest.mark.parametrize(("script", "status"), [
    pytest.param(FARM, "{'s1': 'UP', 's2': 'UP'}", marks=needs_haproxy, id="haproxy"),
    pytest.param(VALKEY, "True", marks=needs_valkey, id="valkey")])
UNPRIVILEGED = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                # root's home may be closed to others: keep the right to read, and nothing else
                "--bounding-set=-all,+dac_read_search", "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=-all,+dac_read_search"]


def python(code, before=()):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen([*before, sys.executable, "-c", code], env=environment, cwd="/", text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def started(farm):
    line = farm.stdout.readline()
    assert line, farm.stderr.read()
    user, status, *children = line.split("|")
    return int(user), status, [int(pid) for pid in children]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_gone(pids, within=5.0):
    deadline = time.monotonic() + within
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not any(map(alive, pids))


@engines
def test_killing_the_parent_with_9_leaves_no_orphan(script, status):
    with python(script) as farm:
        _, _, children = started(farm)
        assert children
        assert all(map(alive, children))
        farm.kill()
    assert all_gone(children)


@engines
def test_the_engines_run_as_an_ordinary_user(script, status):
    with python(script, before=UNPRIVILEGED if os.geteuid() == 0 else ()) as farm:
        try:
            user, seen, children = started(farm)
        finally:
            farm.kill()
    assert user != 0
    assert seen == status
    assert all_gone(children)


def test_a_child_has_a_process_group_of_its_own_so_that_an_interrupt_spares_it():
    child = Process("Sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert os.getpgid(child.pid) == child.pid != os.getpgid(0)
    finally:
        child.stop()


def test_a_child_that_ends_at_once_is_reported_with_the_end_of_its_log():
    child = Process("Broken", [sys.executable, "-c", "print('first', flush=True); exit('the disk is full')"])
    with pytest.raises(EngineFailed, match=r"Broken ended with exit code 1(.|\n)*first\nthe disk is full"):
        child.wait_until(lambda: False)


def test_a_program_that_does_not_exist_is_reported():
    child = Process("Ghost", ["/no/such/program"])
    with pytest.raises(EngineFailed, match=r"Ghost ended(.|\n)*No such file or directory"):
        child.wait_until(lambda: False)


def test_a_child_that_never_gets_ready_is_stopped():
    child = Process("Idler", [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(EngineFailed, match=r"Idler was not ready after 0.1 s(.|\n)*wrote nothing"):
        child.wait_until(lambda: False, within=0.1)
    assert not alive(child.pid)


def test_a_paused_child_is_asked_to_stop_and_not_only_killed_at_last():
    handle = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: exit())"
    child = Process("Sleeper", [sys.executable, "-c", f"{handle}; print('polite', flush=True); time.sleep(60)"])
    child.wait_until(lambda: "polite" in child.log())
    child.signal(signal.SIGSTOP)
    asked = time.monotonic()
    child.stop(within=20)
    assert time.monotonic() - asked < 10
    assert not alive(child.pid)


def test_a_child_that_ignores_the_request_to_stop_is_killed():
    ignore = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child = Process("Deaf", [sys.executable, "-c", f"{ignore}; print('deaf', flush=True); time.sleep(60)"])
    child.wait_until(lambda: "deaf" in child.log())
    child.stop(within=0.1)
    assert not alive(child.pid)


def test_every_listener_has_a_port_of_its_own():
    listeners = [listen() for _ in range(20)]
    try:
        assert len({listener.getsockname() for listener in listeners}) == 20
        assert {listener.getsockname()[0] for listener in listeners} == {"127.0.0.1"}
    finally:
        for listener in listeners:
            listener.close()
