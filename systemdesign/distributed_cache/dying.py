"""A server's death, and what is found afterwards of what it had answered."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from systemdesign.engines.cable.cable import Cable
from systemdesign.engines.valkey.server import connect

KEY = "counter"


def one_death(server, seconds):
    """How many were answered until a server was killed, and how many it found afterwards."""
    with server, ThreadPoolExecutor(1) as crowd:
        counting = crowd.submit(counted, server.port)
        time.sleep(seconds)
        server.kill()
        answered = counting.result()
        server.start()
        return answered, int(server.client.get(KEY) or 0)


def counted(port):
    """How many INCRs were answered, one after another, until nobody answered."""
    from valkey.exceptions import ConnectionError as Died

    answered = 0
    with connect(port) as client, suppress(OSError, Died):
        while True:
            client.incr(KEY)
            answered += 1
    return answered


def one_failover(make, plan):
    """How many were answered, how many a replica had that became the primary, and what WAIT said before and after its
    line stood still (see FailoverPlan).
    """
    with (make(appendonly="always") as primary, Cable(primary.port) as cable,
          make(appendonly="always", replicaof=f"127.0.0.1:{cable.port}") as replica):
        primary.process.wait_until(lambda: replica.client.info("replication")["master_link_status"] == "up")
        client, answered = primary.client, 0
        while answered < plan.heard:
            answered = client.incr(KEY)
        before = client.wait(1, 5000)
        cable.cut()
        end = time.monotonic() + plan.stalled
        while time.monotonic() < end:
            answered = client.incr(KEY)
        after = client.wait(1, 100)
        primary.kill()
        replica.client.replicaof("NO", "ONE")
        return answered, int(replica.client.get(KEY)), before, after
