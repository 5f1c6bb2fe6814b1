"""Inserts into Valkey's sorted sets and pages read from them, in each of the ways that are measured."""

from itertools import islice

from systemdesign.timeline.ids import SEQUENCE, WORKER
from systemdesign.timeline.lists import KEPT
from systemdesign.timeline.sorted_sets import member

MERGES, SHOWN = 20, 20
LUA = """for _, list in ipairs(KEYS) do
  redis.call('ZADD', list, 0, ARGV[1])
  redis.call('ZREMRANGEBYRANK', list, 0, -801)
end"""
LATE = (1 << 58) + 40  # the 41st of a millisecond of the year 2027; with the 49 after it, one and the same double


def spaced(turn):
    """The member of a number made in this millisecond."""
    return member(turn << SEQUENCE + WORKER)


def fill(client, lists, kept=KEPT):
    """So many full lists, of numbers that are apart as those of different milliseconds are."""
    for place in range(lists):
        client.zadd(f"full:{place}", {spaced(1 + place + lists * turn): 0 for turn in range(kept)})


def pipelines(client, names, size):
    """An insert into each of these lists, so many a pipeline: how many."""
    waiting, number = iter(names), member(LATE + size)
    while some := list(islice(waiting, size)):
        with client.pipeline(transaction=False) as pipeline:
            for name in some:
                pipeline.zadd(name, {number: 0})
                pipeline.zremrangebyrank(name, 0, -1 - KEPT)
            pipeline.execute()
    return len(names)


def scripts(client, names, size=1000):
    """The same by a script on the server."""
    script = client.register_script(LUA)
    for start in range(0, len(names), size):
        script(names[start : start + size], [member(LATE)])
    return len(names)


def pages(client, many):
    """So many pages, each from somewhere in a full list."""
    for turn in range(many):
        below = spaced(1 + MERGES * (100 + turn % (KEPT - 100)))
        client.zrevrangebylex(f"full:{turn % MERGES}", f"({below}", "-", start=0, num=SHOWN)
    return many


def merges(client, many):
    """So many pages, each merged of the tops of all full lists, which are asked for in one pipeline."""
    for _ in range(many):
        with client.pipeline(transaction=False) as pipeline:
            for place in range(MERGES):
                pipeline.zrevrangebylex(f"full:{place}", "+", "-", start=0, num=SHOWN)
            sorted((name for found in pipeline.execute() for name in found), reverse=True)[:SHOWN]
    return many
