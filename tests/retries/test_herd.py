"""A herd needs as many calls as it is known to, and every client has its turn."""

import asyncio
from math import sqrt

import pytest

from systemdesign import run
from systemdesign.retries.backoff import AtOnce, backoff
from systemdesign.retries.herd import Record, change, herd
from systemdesign.theory.intervals import interval

RUNS = 40


def calls(name, clients=100, seeds=RUNS):
    return [len(run(herd(clients, backoff(name, base=0.01, cap=2.0)), seed).writes) for seed in range(seeds)]


@pytest.mark.parametrize(("name", "known"), [("none", 2411), ("exponential", 1852), ("full jitter", 796)])
def test_a_hundred_clients_make_the_known_number_of_calls(name, known):
    found = interval(calls(name), 0.99)
    spread = sqrt(1 + RUNS / 20)  # the known number is itself a mean, of twenty runs
    assert found.width < 0.03
    assert abs(found.mean - known) < spread * (found.high - found.mean)


def test_one_client_needs_one_call():
    assert calls("none", clients=1, seeds=3) == [1, 1, 1]


def test_two_clients_in_step_need_three_calls():
    assert set(calls("none", clients=2, seeds=20)) <= {2, 3}
    assert 3 in calls("none", clients=2, seeds=20)


def test_a_write_on_an_old_version_fails_and_changes_nothing():
    async def main():
        record = Record()
        version = await record.read()
        return await record.write(version), await record.write(version), record.version

    assert run(main) == (True, False, 1)


def test_every_client_succeeds_once():
    async def main():
        record = Record()
        await asyncio.gather(*(change(record, AtOnce()) for _ in range(30)))
        return record.version, len(record.changes)

    assert run(main) == (30, 30)
