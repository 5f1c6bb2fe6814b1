"""The timeline for real: who fans out, what keeps the lists, and how it is told.

The module is what `python -m systemdesign serve timeline` runs.
"""

import asyncio
from contextlib import AsyncExitStack, ExitStack, contextmanager
from os import getpid
from time import process_time, time

import click

from systemdesign.engines.site import database as databases
from systemdesign.engines.site import place
from systemdesign.engines.site.site import address, ended_in_order, listener, serve
from systemdesign.engines.valkey.server import Valkey
from systemdesign.messaging.worker import Worker
from systemdesign.sim.request import ServiceError
from systemdesign.timeline.fanouts import FanOuts, Memory, Paced
from systemdesign.timeline.hybrid import Hybrid
from systemdesign.timeline.ids import Ids
from systemdesign.timeline.outbox import ENDLESS, Posts
from systemdesign.timeline.pages import Pages
from systemdesign.timeline.people import refill, settle
from systemdesign.timeline.pull import Pull
from systemdesign.timeline.push import Push
from systemdesign.timeline.screen import Screen
from systemdesign.timeline.sorted_sets import SortedSets
from systemdesign.timeline.tables import TABLES, Graph, Lists
from systemdesign.timeline.web import Timelines, application
from systemdesign.url_shortener.report import Report

EPOCH = 1_735_689_600  # 1 January 2025, in Unix time: numbers are counted from then on
SERVICES = {"push": Push, "pull": Pull, "hybrid": Hybrid}
SMALL = 100  # followers, of an author whose posts wait for no star's
KINDS = {201: "posted", 204: "changed", 303: "by the page"}
HELLO = """Listening on {home}, for this machine alone. Posts are kept {kept}.

  curl -d author=stella -d text=Hello {home}/posts      # post
  curl {home}/home/ann                                  # Ann's timeline
  curl -X PUT {home}/follows/ann/bob                    # follow; DELETE: unfollow
  curl -X DELETE {home}/posts/ID                        # delete

Or open {home} in a browser. {pace} Ctrl-C ends it."""


@click.command("timeline")
@place.port(8017)
@place.database
@click.option("--cache", type=click.Choice(["none", "memory", "valkey"]), default="none", show_default=True,
              help="What keeps the timelines: the database, the process's memory, or a Valkey of its own.")
@click.option("--fanout", type=click.Choice(list(SERVICES)), default="push", show_default=True,
              help="Whether a post goes into each follower's list, or readers fetch it; hybrid does each for some.")
@click.option("--limit", type=click.IntRange(0), default=1000, show_default=True,
              help="hybrid pulls authors with more followers than this.")
@click.option("--lanes", type=click.IntRange(1, 2), default=2, show_default=True,
              help=f"2: posts to at most {SMALL} followers wait for no star's; 1: all wait for each other.")
@click.option("--inserts-per-second", "rate", type=click.IntRange(0), default=100, show_default=True,
              help="How fast lists are filled: slowly, so that it can be watched; 0 for as fast as it can.")
@click.option("--people", type=click.IntRange(0, 100_000), default=2000, show_default=True,
              help="How many follow the star, when the service begins with nobody.")
@place.file
def command(port, database, cache, fanout, limit, lanes, rate, people, file):
    """A timeline: POST posts, GET a home, PUT and DELETE who follows whom."""
    with ended_in_order(), ExitStack() as stack:
        place.check(database, file, cache)
        listening = stack.enter_context(listener(port))
        where, kept = place.found(stack, database, file)
        tables = (databases.PostgreSQL if database == "postgres" else databases.SQLite)(where, TABLES)
        valkey = stack.enter_context(Valkey()) if cache == "valkey" else None
        asyncio.run(main(listening, tables, kept, cache, valkey, (fanout, limit), lanes, rate, people))


async def main(listening, tables, kept, cache, valkey, kind, lanes, rate, people):
    """Serve until a signal comes."""
    home, pace = address(listening), f"Fan-outs make {rate:,} inserts a second in all." if rate else ""
    async with tables, AsyncExitStack() as stack:
        await settle(tables, people, time())
        lists = Paced(await opened(stack, tables, cache, valkey), rate)
        service = made(*kind, Posts(tables), Graph(tables, time), lists)
        if cache != "none":
            await refill(service)
        fan_outs, report = FanOuts(service, lists), Report(process_time, "timeline")
        inserts = report.metrics.counter("timeline_inserts_total", "Inserts into lists, by fan-outs.")()
        timelines = Timelines(service, Pages(service))

        def exposition():
            inserts.add(lists.total - inserts.value)
            return report.exposition()

        app = application(timelines, Screen(timelines, fan_outs, EPOCH, pace), exposition)
        click.echo(HELLO.format(home=home, kept=kept, pace=pace))
        with working(service.posts, fan_outs, lanes):
            progress = await serve(app, listening, KINDS, report.heard)
        click.echo(f"Ended. Posts: {await counted(service.posts)}. {progress}.")


async def opened(stack, tables, cache, valkey):
    """What keeps the lists."""
    if cache == "memory":
        return Memory()
    if valkey:
        return await stack.enter_async_context(SortedSets(valkey.port))
    lists = Lists(tables)
    await lists.trim()
    return lists


def made(fanout, limit, *parts):
    """The service of this name, on posts, a graph and lists."""
    ids = Ids(lambda: time() - EPOCH, getpid() % 1024)  # a second process may serve the same file
    return Hybrid(ids, *parts, limit) if fanout == "hybrid" else SERVICES[fanout](ids, *parts)


@contextmanager
def working(posts, fan_outs, lanes):
    """Have a worker for each lane of the outbox, until the block ends: what is not fanned out then waits there."""
    groups = [posts.outbox] if lanes == 1 else [posts.lane(-1, SMALL), posts.lane(SMALL, ENDLESS)]
    tasks = [asyncio.ensure_future(work(Worker(group, fan_outs, pause=1.0))) for group in groups]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def work(worker):
    """Work for ever, whatever is away for a while."""
    while True:
        try:
            await worker.run()
        except ServiceError:
            await asyncio.sleep(1.0)


async def counted(posts):
    """How many posts there are, and how many are still to be fanned out, if anybody can say."""
    try:
        there, waiting = len(await posts.all()), await posts.waiting()
    except ServiceError:
        return "nobody knows"
    return f"{there:,}" + (f" ({waiting:,} still to be fanned out)" if waiting else "")


if __name__ == "__main__":
    command()
