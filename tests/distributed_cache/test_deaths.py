"""The short cut of the figure `ok`, and its film, against the server's own log, disk, primary and replica."""

import asyncio
from itertools import islice, pairwise
from statistics import fmean

import pytest

from systemdesign import now, run
from systemdesign.distributed_cache import deaths, steps
from systemdesign.distributed_cache.effects import packed
from systemdesign.distributed_cache.log import Log
from systemdesign.distributed_cache.primary import Primary
from systemdesign.distributed_cache.replica import Replica
from systemdesign.sim.disk import Disk
from systemdesign.sim.workload import poisson

RATE, LAG, SYNC = 100, 0.03, 0.02
EVERY = [(death, policy) for death in deaths.DEATHS for policy in deaths.POLICIES]
SYSTEM = (deaths.POWER, deaths.NO)  # the system writes back by itself, and seldom: no part of the server, or the film
HERE = [corner for corner in EVERY if corner != SYSTEM]


class World:
    """A log on a simulated disk and a replica at the end of a line: numbers are written, and their OKs are noted."""

    def __init__(self, policy):
        self.disk, self.waits, self.cut = Disk(SYNC), policy == deaths.BOTH, False
        self.log = Log(self.disk, "always" if self.waits else policy)
        self.primary, self.heard, self.copied = Primary("first"), [], []
        self.replica = Replica(lambda copy: None, lambda effects: self.copied.append(int(effects[0][2])))
        self.send(self.replica.hello(), self.attach)

    def send(self, data, take):
        """Bring bytes over the line, if it is not cut while they are on their way."""
        asyncio.get_running_loop().call_later(LAG, lambda: self.cut or take(data))

    def attach(self, hello):
        _, name, position = hello.split()
        self.primary.attach(self.tell, name.decode(), int(position), lambda: [])

    def tell(self, data):
        self.send(data, lambda came: self.send(self.replica.feed(came), self.confirm))

    def confirm(self, answer):
        if answer:
            self.primary.confirmed(self.tell, int(answer.split()[-1]))

    def write(self, number, tasks):
        data = packed([[b"SET", b"key", b"%d" % number]])
        position = self.log.append(data)
        self.log.then(position, lambda kept: tasks.create_task(self.answer(number, data)))

    async def answer(self, number, data):
        position = self.primary.append(data)
        if self.waits and await self.primary.wait(position, 1) < 1:
            return
        self.heard.append(number)

    def left(self, death):
        """The numbers that are found after a death."""
        if death in (deaths.MACHINE, deaths.LINE):
            return set(self.copied)
        if death == deaths.POWER:
            self.disk.crash(left=0)
        return {int(effects[0][2]) for effects in Log(self.disk).load()}


async def lost(death, policy, at):
    """How many numbers were acknowledged and are gone after a death at that time."""
    world, number = World(policy), 0
    syncing = asyncio.create_task(world.log.run())
    async with asyncio.TaskGroup() as tasks:
        while now() < at:
            await asyncio.sleep(1 / RATE)
            world.cut = death == deaths.LINE and now() >= at - deaths.CUT
            world.write(number, tasks)
            number += 1
        syncing.cancel()
        gone = len(set(world.heard) - world.left(death))
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
    return gone


@pytest.mark.parametrize(("death", "policy"), HERE)
def test_the_servers_own_parts_lose_what_the_short_cut_does(death, policy):
    found = fmean(run(lost(death, policy, 2 + (k + 0.4) / 8)) for k in range(8))
    assert found == pytest.approx(deaths.expected(death, policy, RATE, LAG, SYNC), abs=0.07 * RATE)


def test_no_file_keeps_more_than_the_power_leaves():
    assert run(lost(deaths.POWER, deaths.NO, 3.0)) == pytest.approx(3 * RATE, abs=2)


@pytest.mark.parametrize(("death", "policy"), EVERY)
def test_many_deaths_lose_on_average_what_theory_says(death, policy):
    found = fmean(fmean(deaths.lost(deaths.ages(death, policy, LAG, SYNC, seed), RATE, seed)) for seed in range(3))
    assert found == pytest.approx(deaths.expected(death, policy, RATE, LAG, SYNC), rel=0.03)


@pytest.mark.parametrize(("death", "policy"), HERE)
def test_the_film_tells_of_as_many_lost_as_the_figure(death, policy):
    told = [steps.story(death, policy, RATE, LAG, SYNC, seed).counts(death) for seed in range(60)]
    found = fmean(heard - kept for heard, kept in told)
    assert found == pytest.approx(deaths.expected(death, policy, RATE, LAG, SYNC), abs=0.06 * RATE)


def test_under_always_an_ok_takes_between_one_sync_and_two():
    assert 0.005 <= deaths.answer(deaths.ALWAYS, 10, LAG, 0.005) < 0.0055
    assert 0.0074 < deaths.answer(deaths.ALWAYS, 10_000, LAG, 0.005) < 0.0076


def test_a_log_of_the_servers_own_answers_as_late_as_the_short_cut():
    async def answered():
        world, waits = World(deaths.ALWAYS), []
        syncing = asyncio.create_task(world.log.run())
        for gap in islice(poisson(RATE), 600):
            await asyncio.sleep(gap)
            made = now()
            world.log.then(world.log.append(b"x"), lambda kept, made=made: waits.append(now() - made))
        syncing.cancel()
        return fmean(waits)

    assert run(answered()) == pytest.approx(deaths.answer(deaths.ALWAYS, RATE, LAG, SYNC), rel=0.06)


@pytest.mark.parametrize(("death", "policy"), EVERY)
def test_a_curve_rises_and_has_its_corners_where_the_ages_leave_them_out(death, policy):
    ages, shares = deaths.curve(death, policy, LAG, SYNC, [0.001, 0.2, 50.0])
    assert ages == sorted(ages) and shares == sorted(shares) and shares[-1] == 1.0
    known = [sum(age >= one for one in deaths.ages(death, policy, LAG, SYNC, 1)) / deaths.TIMES for age in ages]
    steps_up = {age for age, later in pairwise(ages) if age == later}
    for age, share, found in zip(ages, shares, known):
        assert age in steps_up or share == pytest.approx(found, abs=0.1)
