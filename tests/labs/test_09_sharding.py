"""Lab 09: what each part must do, judged in virtual time."""

import asyncio
from collections import Counter
from fractions import Fraction
from math import ceil

import pytest

from systemdesign import now, run, stream
from systemdesign.grading.hints import hint
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import ServiceError
from systemdesign.sim.store import Store

part = pytest.mark.part

KEYS = [f"key{number}" for number in range(400)]
TEN = {f"n{number}": (1, "xyz"[number % 3]) for number in range(10)}


def alone(nodes):
    """The same nodes, each in a zone of its own: then replicas are simply the next nodes clockwise."""
    return {name: (weight, name) for name, (weight, _) in nodes.items()}


def owners(ring, count, keys=KEYS):
    return [ring.owners(key, count) for key in keys]


def firsts(ring, keys=KEYS):
    return [found[0] for found in owners(ring, 1, keys)]


# Part 1: a ring with replicas


@part(1)
def test_each_key_has_one_owner_and_all_nodes_own_some(lab):
    ring = lab.Ring(TEN)
    with hint("Some key found no owner: a key beyond the last place on the circle belongs to the first."):
        found = [ring.owners(key) for key in KEYS]
    assert all(isinstance(names, list) and len(names) == 1 and names[0] in TEN for names in found), (
        f"`owners(key)` returns a list with one of the names; yours returned {found[0]!r}."
    )
    assert set(firsts(ring)) == set(TEN), "With 64 places each, every one of ten nodes owns some of 400 keys."
    assert ring.nodes == TEN, "Keep the nodes as `self.nodes`, as they were given: part 2 reads them."


@part(1)
def test_the_same_nodes_in_another_order_are_the_same_ring(lab):
    ring, other = lab.Ring(TEN), lab.Ring(dict(reversed(TEN.items())))
    assert owners(ring, 3) == owners(other, 3), (
        "The same nodes listed in another order gave other owners: a place depends on its node's name and number alone."
    )


@part(1)
def test_a_place_depends_on_the_name_and_not_on_its_neighbours(lab):
    before, after = firsts(lab.Ring(TEN)), firsts(lab.Ring({**TEN, "new": (1, "x")}))
    to = Counter(new for old, new in zip(before, after) if old != new)
    assert to, "A node that joins takes its share of the keys: yours took none."
    assert set(to) == {"new"}, (
        f"A node joined, and keys moved to {', '.join(sorted(set(to) - {'new'})[:3])} too: only the new one takes keys."
    )
    assert to["new"] < 0.25 * len(KEYS), f"One more node of eleven took {to['new']} of {len(KEYS)} keys."


@part(1)
def test_weights_are_shares(lab):
    weights = {"big": (4, "x"), "mid": (2, "y"), "small": (1, "z"), "half": (0.5, "x")}
    keys = range(1500)
    counts = Counter(firsts(lab.Ring(weights, points=300), keys))
    for name, (weight, _) in weights.items():
        share = counts[name] / len(keys)
        assert abs(share - weight / 7.5) < 0.08, (
            f"Of a total weight of 7.5, weight {weight} owns {share:.0%} of the keys, not {weight / 7.5:.0%}: "
            "a node has as many places as points times weight."
        )


@part(1)
def test_replicas_are_different_nodes(lab):
    for names in owners(lab.Ring(alone(TEN)), 4):
        assert len(names) == 4, f"`owners(key, 4)` gave {len(names)} nodes, and there are ten."
        assert len(set(names)) == 4, f"A node was taken twice: {names}. Four replicas are on four different nodes."


@part(1)
def test_more_replicas_begin_with_fewer(lab):
    ring = lab.Ring(TEN)
    for one, three, six in zip(owners(ring, 1), owners(ring, 3), owners(ring, 6)):
        assert six[:1] == one, f"The first replica is the owner: {one} and {six}."
        assert six[:3] == three, f"With more replicas the first ones stay the same: {three} and {six}."


@part(1)
def test_without_its_owner_a_key_goes_to_its_second_replica(lab):
    ring = lab.Ring(alone(TEN))
    rest = lab.Ring(alone({name: node for name, node in TEN.items() if name != "n4"}))
    for key in KEYS[:200]:
        expected = [name for name in ring.owners(key, 10) if name != "n4"]
        assert rest.owners(key, 9) == expected, (
            f"Without n4 the replicas are {rest.owners(key, 9)}, and walking clockwise past n4 gives {expected}."
        )


def by_the_rule(walk, nodes):
    """A node a zone as they come, then those that were passed over."""
    taken, passed, zones = [], [], set()
    for name in walk:
        (passed if nodes[name][1] in zones else taken).append(name)
        zones.add(nodes[name][1])
    return taken + passed


@part(1)
@pytest.mark.parametrize("zones", ["xyz", "xxxxxxxxyz", "xxxxxxxxxx", "xxxxxyyyyy"])
def test_replicas_lie_in_different_zones(lab, zones):
    nodes = {name: (1, zones[number % len(zones)]) for number, name in enumerate(TEN)}
    ring, plain = lab.Ring(nodes), lab.Ring(alone(nodes))
    for key in KEYS[:150]:
        found, expected = ring.owners(key, 10), by_the_rule(plain.owners(key, 10), nodes)
        there, kinds = len(set(zones)), [nodes[name][1] for name in found]
        assert len(set(kinds[:there])) == there, (
            f"There are {there} zones, and the first {there} replicas lie in {kinds[:there]}: pass over a node whose "
            "zone is taken."
        )
        short = f"When each zone is taken go on with those passed over: of 10 nodes {len(found)} came."
        assert len(found) == 10, short
        assert found == expected, (
            f"Those passed over come in the order in which they were met: {expected}, and you gave {found}."
        )


@part(1)
def test_more_replicas_than_nodes_are_all_nodes(lab):
    with hint("Asked for more replicas than there are nodes, give all there are."):
        found = lab.Ring({"a": (1, "x"), "b": (1, "x")}).owners("key", 5)
    assert sorted(found) == ["a", "b"], f"Asked for five replicas on two nodes, give both; you gave {found}."


# Part 2: bounded loads


def bounds(nodes, count, slack):
    total = sum(Fraction(weight) for weight, _ in nodes.values())
    part = (1 + Fraction(str(slack))) * count / total
    return {name: ceil(part * Fraction(weight)) for name, (weight, _) in nodes.items()}


def within(bounded, nodes, count, slack, what):
    loads, most = bounded.loads(), bounds(nodes, count, slack)
    assert set(loads) == set(nodes), "`loads()` has every node, also one that holds nothing."
    total = sum(loads.values())
    assert total == count, f"There are {count} keys, and the loads add up to {total}: {what}."
    for name, load in loads.items():
        assert load <= most[name], f"{name} holds {load} keys and its bound is {most[name]}, with {count} keys: {what}."


@part(2)
def test_a_key_goes_to_its_owner_while_there_is_room(lab):
    ring = lab.Ring(TEN)
    bounded = lab.Bounded(ring, slack=20.0)
    for key in KEYS[:100]:
        [owner] = ring.owners(key)
        assert (bounded.add(key), bounded.node(key)) == (owner, owner), (
            "Where there is room the owner holds the key: `add` returns its name, and `node` knows it."
        )
    assert bounded.node("never came") is None, "`node` of a key that is not there is None."


@part(2)
def test_a_full_node_passes_a_key_on_to_the_next_replica(lab):
    ring = lab.Ring(TEN)
    bounded, held = lab.Bounded(ring, slack=0.25), Counter()
    for count, key in enumerate(KEYS[:150], 1):
        most = bounds(TEN, count, 0.25)
        expected = next(name for name in ring.owners(key, 10) if held[name] < most[name])
        name = bounded.add(key)
        if name != expected:
            full = held[name] >= most[name]
            assert not full, (
                f"Key {count} went to {name}, which then holds {held[name] + 1} and may hold {most[name]}: "
                "(1 + slack) · m · w/W rounded up, exactly."
            )
            assert name == expected, (
                f"Key {count} went to {name}, and {expected} comes before it and still had room: m counts the new key."
            )
        held[name] += 1


@part(2)
@pytest.mark.parametrize("slack", [0.1, 0.25, 1.0])
def test_no_node_is_over_its_bound_as_keys_come(lab, slack):
    bounded = lab.Bounded(lab.Ring(TEN), slack=slack)
    for count, key in enumerate(KEYS[:200], 1):
        bounded.add(key)
        if count % 10 == 0 or count < 10:
            within(bounded, TEN, count, slack, "rounded up, and 1.1 × 10 is 11")


@part(2)
def test_a_heavy_node_may_hold_more(lab):
    nodes = {"big": (6, "x"), "small": (1, "y"), "other": (1, "z")}
    bounded = lab.Bounded(lab.Ring(nodes), slack=0.1)
    for key in KEYS:
        bounded.add(key)
    within(bounded, nodes, len(KEYS), 0.1, "a bound goes by the node's part of the total weight")
    assert bounded.loads()["big"] > 0.6 * len(KEYS), "A node with six eighths of the weight holds most of the keys."


@part(2)
def test_a_key_that_comes_again_stays_where_it_is(lab):
    bounded = lab.Bounded(lab.Ring(TEN))
    homes = {key: bounded.add(key) for key in KEYS[:50]}
    again = {key: bounded.add(key) for key in KEYS[:50]}
    assert sum(bounded.loads().values()) == 50, "A key that comes again is counted once."
    assert homes == again, "A key that comes again stays where it is, whatever room there is elsewhere."


@part(2)
def test_a_key_that_is_not_there_can_leave(lab):
    bounded = lab.Bounded(lab.Ring(TEN))
    bounded.add("here")
    with hint("Removing a key that is not there does nothing, and returns []."):
        assert bounded.remove("elsewhere") == [], "Removing a key that is not there does nothing, and returns []."
    assert sum(bounded.loads().values()) == 1, "Removing a key that is not there does nothing."


@part(2)
@pytest.mark.parametrize(
    ("slack", "order"), [(0.1, "first"), (0.25, "last"), (1.0, "of one node"), (0.1, "of one node")]
)
def test_bounds_hold_as_keys_leave_and_few_others_move(lab, slack, order):
    nodes = {**TEN, "n0": (3, "x")}
    bounded, keys = lab.Bounded(lab.Ring(nodes), slack=slack), KEYS[:60]
    for key in keys:
        bounded.add(key)
    homes = {key: bounded.node(key) for key in keys}
    for key in {"first": keys, "last": keys[::-1], "of one node": sorted(keys, key=homes.get)}[order]:
        told = bounded.remove(key)
        left = homes.pop(key)
        assert bounded.node(key) is None, "A key that left is nowhere: `node` is None."
        follow(bounded, nodes, homes, left, slack, told)


def follow(bounded, nodes, homes, left, slack, told):
    """After a key left: who had too many gave just these, and nobody else moved."""
    loads, most = Counter(homes.values()), bounds(nodes, len(homes), slack)
    excess = sum(max(0, loads[name] - most[name]) for name in nodes)
    within(bounded, nodes, len(homes), slack, "the bounds shrink when a key leaves, and somebody must give")
    after = {key: bounded.node(key) for key in homes}
    moved = [key for key in homes if after[key] != homes[key]]
    assert len(moved) <= excess, (
        f"A key left {left}, nodes held {excess} more than they may, and {len(moved)} keys moved: move no others."
    )
    assert sorted(told) == sorted(moved), f"`remove` returns the keys that moved: {moved}, not {told}."
    homes.update(after)


# Part 3: a live move


class Clients:
    """Readers, and one writer for each key: what they were told, and what they may therefore expect."""

    def __init__(self, story, move, keys):
        self.story, self.move = story, move
        self.floor, self.issued, self.deletes = Counter(), Counter(), {key: {0} for key in keys}
        self.slowest, self.failed, self.lines = 0.0, 0, []

    async def write(self, key, delete=False):
        self.issued[key] += 1
        number = self.issued[key]
        if delete:
            self.deletes[key].add(number)
        call = self.move.delete(key) if delete else self.move.put(key, number)
        what = f"{'delete' if delete else 'put'} {key}" + ("" if delete else f" = {number}")
        if await self.timed(call, what):
            self.floor[key] = max(self.floor[key], number)

    async def read(self, key):
        floor = self.floor[key]
        found = await self.timed(self.move.get(key), f"get {key}")
        if found:
            self.judge(key, floor, found[0])

    def judge(self, key, floor, value):
        if value is None:
            number = max((n for n in self.deletes[key] if n <= self.issued[key]), default=-1)
            gone = f"{key} is gone, and its write {floor} was acknowledged (or seen) before: it is lost."
            assert number >= floor, gone
            return
        assert value >= floor or floor not in self.deletes[key], (
            f"{key} was deleted, and that was acknowledged; then a read returned {value}: a deleted key came back."
        )
        assert value >= floor, (
            f"A read of {key} returned {value}, and {floor} was acknowledged (or seen) before: it is lost."
        )
        self.floor[key] = max(self.floor[key], value)

    async def timed(self, call, what):
        """What the call returned, in a tuple; () when it failed."""
        start = now()
        try:
            value = await call
        except (ServiceError, TimeoutError) as error:
            self.failed += 1
            self.note(f"{what}: {type(error).__name__}")
            return ()
        finally:
            self.slowest = max(self.slowest, now() - start)
        self.note(f"{what}: {'acknowledged' if value is None and not what.startswith('get') else value}")
        return (value,)

    def note(self, text):
        if self.story:
            self.story.note(text)

    async def traffic(self, keys, until, gap=0.02):
        """Each key's writer, and a reader, at random times."""
        rng = stream("traffic")
        async with asyncio.TaskGroup() as group:
            busy = set()
            while now() < until:
                key = rng.choice(keys)
                group.create_task(self.read(rng.choice(keys)))
                if key not in busy:
                    busy.add(key)
                    task = group.create_task(self.write(key, delete=rng.random() < 0.15))
                    task.add_done_callback(lambda _, key=key: busy.discard(key))
                await asyncio.sleep(rng.uniform(0, 2 * gap))


class World:
    def __init__(self, lab, keys=20, story=None):
        self.names = [f"k{number}" for number in range(keys)]
        self.source, self.target = Store("source", dict.fromkeys(self.names, 0)), Store("target")
        self.move = lab.Move(self.source, self.target)
        self.clients = Clients(story, self.move, [])
        self.clients.deletes = {key: set() for key in self.names} | {f"new{n}": {0} for n in range(20)}

    async def run(self):
        """The move, until the source is empty."""
        try:
            await asyncio.wait_for(self.move.run(), 60)
        except TimeoutError:
            raise AssertionError("`run` was not done after 60 s, and nothing stood in its way any more.") from None
        except ServiceError as error:
            failure = f"`run` ended with {type(error).__name__}: survive every fault, pause, and try again."
            raise AssertionError(failure) from None

    def finished(self):
        """After `run`: nothing is left, and what is on the target is what was acknowledged."""
        assert not self.source.data, f"`run` returned, and the source still holds {sorted(self.source.data)[:3]}."
        for key, floor in self.clients.floor.items():
            self.clients.judge(key, floor, self.target.data.get(key))


@part(3)
def test_before_the_move_the_source_serves(lab):
    async def main():
        world = World(lab, keys=3)
        await world.move.put("k1", 7)
        await world.move.delete("k2")
        found = [await world.move.get(key) for key in ("k0", "k1", "k2")]
        return found, world.source.data, world.target.data

    found, source, target = run(main)
    assert found == [0, 7, None], f"Before the move a client reads what it wrote: [0, 7, None], not {found}."
    assert (source, target) == ({"k0": 0, "k1": 7}, {}), "Before `run` is called, everything is on the source."


@part(3)
def test_everything_moves(lab):
    async def main():
        world = World(lab, keys=30)
        await world.run()
        world.finished()
        return world.target.data, [await world.move.get(key) for key in ("k0", "nothing")]

    target, found = run(main)
    assert target == {f"k{number}": 0 for number in range(30)}, "After `run` the target holds every key with its value."
    assert found == [0, None], "After the move clients read from the target."


@part(3)
def test_after_the_move_the_source_is_asked_no_more(lab):
    async def main():
        world = World(lab, keys=3)
        await world.run()
        world.source.crash()
        told = "After the move the source is switched off, and your clients still ask it: all is on the target."
        move = world.move
        for call in (move.get("k1"), move.put("new", 5), move.get("nothing"), move.delete("k2")):
            assert await world.clients.timed(call, "get"), told
        return world.target.data

    there = run(main)
    assert there == {"k0": 0, "k1": 0, "new": 5}, f"Writes after the move go to the target, which now holds {there}."


@part(3)
def test_a_client_does_not_wait_for_the_whole_move(lab):
    async def main():
        world = World(lab, keys=80)
        running = asyncio.ensure_future(world.run())
        await world.clients.traffic(world.names, until=4.0)
        await running
        world.finished()
        return world.clients.slowest

    slowest = run(main)
    assert slowest < 1, (
        f"A client waited {slowest:.1f} s: a key is busy for its own copy, not for the move of all others."
    )


@part(3)
def test_errors_reach_the_client_and_are_not_retried(lab):
    async def main():
        world = World(lab, keys=2)
        world.source.crash()
        start = now()
        got = await world.clients.timed(world.move.get("k0"), "get k0")
        put = await world.clients.timed(world.move.put("k0", 1), "put k0")
        return got, put, now() - start

    got, put, took = run(main)
    assert (got, put) == ((), ()), "The source is down, and a client's call succeeded: let its error reach the client."
    assert took < 0.5, "A client's call is tried once: no retries there."


@part(3)
@pytest.mark.parametrize("store", ["source", "target"])
@pytest.mark.parametrize("verb", ["drop", "miss"])
def test_a_lost_answer_is_neither_yes_nor_no(lab, store, verb):
    async def main():
        world = World(lab, keys=12)
        for tenths in range(8):
            asyncio.get_running_loop().call_later(tenths / 10, getattr(getattr(world, store), verb))
        await world.run()
        return world.source.data, world.target.data

    source, target = run(main)
    lost = sorted({f"k{number}" for number in range(12)} - set(target))
    assert not lost, (
        f"{', '.join(lost)} did not arrive: an answer of the {store} got lost, and you took that for a yes."
    )
    assert not source, "`run` returned, and the source still holds keys: send a deletion again if its answer is lost."


@part(3)
def test_reads_go_on_while_the_target_is_down(lab):
    async def main():
        world = World(lab, keys=10)
        world.target.crash()
        running = asyncio.ensure_future(world.run())
        asyncio.get_running_loop().call_later(3.0, world.target.restart)
        for _ in range(5):
            await asyncio.sleep(0.37)
            await asyncio.gather(*(world.clients.read(key) for key in world.names))
        failed, slowest = world.clients.failed, world.clients.slowest
        await running
        world.finished()
        return failed, slowest

    failed, slowest = run(main)
    assert not failed, (
        f"The target is down, all keys are on the source, and {failed} reads failed: read where the key is."
    )
    assert slowest < 1, (
        f"The target is down, and a read waited {slowest:.1f} s: release the key before you pause for another attempt."
    )


@part(3)
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("writes", [1, 8])
def test_writes_under_way_when_the_move_starts_are_moved_too(lab, seed, writes):
    async def main():
        world = World(lab, keys=0)
        sent = [asyncio.ensure_future(world.clients.write(f"new{n}")) for n in range(writes)]
        await asyncio.sleep(0.001 + 0.002 * seed)
        running = asyncio.ensure_future(world.run())
        await asyncio.gather(*sent)
        await running
        assert not world.source.data, (
            f"{sorted(world.source.data)} stayed on the source: they were on their way there when `run` started, and "
            "came after you had asked for its keys."
        )
        for n in range(writes):
            await world.clients.read(f"new{n}")

    run(main, seed)


@part(3)
@pytest.mark.parametrize("seed", range(3))
def test_keys_that_are_new_during_the_move_are_kept(lab, seed):
    async def main():
        world = World(lab, keys=8)
        running = asyncio.ensure_future(world.run())
        for n in range(20):
            await world.clients.write(f"new{n}")
            await world.clients.read(f"new{n}")
        await running
        for n in range(20):
            await world.clients.read(f"new{n}")
        world.finished()

    run(main, seed)


@part(3)
def test_a_read_on_its_way_while_its_key_moves_finds_it(lab):
    async def main():
        world = World(lab, keys=20)
        running = asyncio.ensure_future(world.run())

        async def reader(key):
            while not running.done():
                await world.clients.read(key)

        await asyncio.gather(running, *(reader(key) for key in world.names * 2))
        world.finished()

    run(main, seed=1)


@part(3)
@pytest.mark.parametrize("seed", range(3))
def test_without_any_fault_nothing_is_lost_under_traffic(lab, seed):
    async def main():
        world = World(lab, keys=20)
        traffic = asyncio.ensure_future(world.clients.traffic(world.names, until=2.0, gap=0.005))
        await asyncio.sleep(0.5)
        await world.run()
        await traffic
        world.finished()
        assert not world.clients.failed, "No store failed, and a client's call did."

    run(main, seed)


VERBS = ["crash", "restart", "drop", "miss"]


async def play(story, stores):
    """Do to the stores what the schedule says, and in the end let them be."""
    for event in story.events:
        await asyncio.sleep(max(0.0, event.time / 10 - now()))
        story.note(f"! {event.verb} {event.target}")
        getattr(stores[event.target], event.verb)()
    await asyncio.sleep(max(0.0, 2.5 - now()))
    for store in stores.values():
        store.restart()


@schedules("3.move", targets=["source", "target"], verbs=VERBS, until=20, most=6, examples=15)
def test_on_a_bad_day_nothing_acknowledged_is_lost(lab, story):
    async def main():
        world = World(lab, keys=6, story=story)
        names = [*world.names, "new0", "new1"]
        stores = {"source": world.source, "target": world.target}
        playing = asyncio.ensure_future(play(story, stores))
        traffic = asyncio.ensure_future(world.clients.traffic(names, until=3.0, gap=0.04))
        await asyncio.sleep(0.1)
        running = asyncio.ensure_future(world.run())
        await asyncio.gather(playing, traffic)
        await running
        for key in names:
            await world.clients.read(key)
        world.finished()

    run(main, seed=story.seed)
