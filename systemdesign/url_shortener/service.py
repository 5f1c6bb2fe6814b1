"""The URL shortener for real: which links it keeps, what stands before them, and how it is told.

The module is what `python -m systemdesign serve url_shortener` runs.
"""

import asyncio
from contextlib import AsyncExitStack, ExitStack
from secrets import SystemRandom
from time import process_time

import click

from systemdesign.engines.site import place
from systemdesign.engines.site.site import address, ended_in_order, listener, serve
from systemdesign.engines.valkey.server import Valkey
from systemdesign.sim.request import ServiceError
from systemdesign.url_shortener.codes import Counter, Random
from systemdesign.url_shortener.edge import Edge
from systemdesign.url_shortener.report import Report
from systemdesign.url_shortener.shortener import Shortener
from systemdesign.url_shortener.tables import PostgreSQL, SQLite
from systemdesign.url_shortener.web import application

TTL = 60  # s, for which an edge and its shield keep an answer each
KEEPS = 302, 410  # and no 404: the next code may be given out a moment later
KINDS = {201: "shortened", 302: "followed", 204: "withdrawn"}
HELLO = """Listening on {home}, for this machine alone. Links are kept {kept}.

  curl -d https://example.org/a/long/address {home}    # shorten
  curl -i {home}/CODE                                  # follow
  curl -X DELETE {home}/CODE                           # withdraw

Or open {home} in a browser. Ctrl-C ends it."""


@click.command("url_shortener")
@place.port(8016)
@place.database
@click.option("--cache", type=click.Choice(["none", "memory", "valkey"]), default="none", show_default=True,
              help=f"An edge in the process's memory, which keeps answers for {TTL} s; valkey is its shield besides.")
@click.option("--codes", type=click.Choice(["random", "counter"]), default="random", show_default=True,
              help="Whether codes are drawn or counted.")
@place.file
@click.option("--synchronous", type=click.Choice(["full", "normal"]), default="full", show_default=True,
              help="Whether SQLite's commits wait for the disk.")
def command(port, database, cache, codes, file, synchronous):
    """A URL shortener: POST an address, GET its code, DELETE it."""
    with ended_in_order(), ExitStack() as stack:
        place.check(database, file, cache)
        listening = stack.enter_context(listener(port))
        links, kept = opened(stack, database, file, synchronous)
        valkey = stack.enter_context(Valkey()) if cache == "valkey" else None
        asyncio.run(main(listening, links, kept, codes, cache, valkey))


def opened(stack, database, file, synchronous):
    """What keeps the links, and that in words. Its server or its folder ends with the stack."""
    where, words = place.found(stack, database, file)
    return PostgreSQL(where) if database == "postgres" else SQLite(where, synchronous), words


async def main(listening, links, kept, codes, cache, valkey):
    """Serve until a signal comes."""
    home = address(listening)
    async with links, AsyncExitStack() as stack:
        make = Counter(links) if codes == "counter" else Random(SystemRandom())
        shortener = Shortener(links, make, home.partition("//")[2])
        read = await before(shortener, cache, valkey, stack)
        click.echo(HELLO.format(home=home, kept=kept))
        report = Report(process_time, "shortener")
        progress = await serve(application(shortener, read, home, report.exposition), listening, KINDS, report.heard)
        click.echo(f"Ended. Links: {await counted(links)}. {progress}.")


async def before(shortener, cache, valkey, stack):
    """What answers for a code: the shortener, or an edge before it, which is told of what is withdrawn.

    A look-up that is under way at that moment may still bring the old answer to the edge, for TTL.
    """
    read, edges = shortener.resolve, []
    if valkey:
        from systemdesign.url_shortener.shield import Shield

        read = await stack.enter_async_context(Shield(valkey.port, read, TTL, KEEPS))
        edges.append(read)
    if cache != "none":
        read = Edge(read, TTL, KEEPS)
        edges.append(read)
    shortener.edges = edges
    return read


async def counted(links):
    """How many links there are, if anybody can still say."""
    try:
        return f"{await links.count():,}"
    except ServiceError:
        return "nobody knows"


if __name__ == "__main__":
    command()
