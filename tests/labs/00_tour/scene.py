"""What all parts of lab 00 are judged with: two servers, and an exhibit for each state."""

import asyncio

from systemdesign import now, run
from systemdesign.grading.schedules import schedules
from systemdesign.show.film import desks
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Request, ServiceError
from systemdesign.sim.server import Server

EXHIBITS = {1: "Fallback", 2: "Glance", 3: "Later", 4: "Fallen"}


def pair():
    return [Server(name, service=constant(2.0)) for name in ("first", "second")]


async def answered(lab, exhibit, broken=None):
    """Who answers when one of the two is down."""
    first, second = pair()
    if broken:
        {"first": first, "second": second}[broken].crash()
    reply = await getattr(lab, EXHIBITS[exhibit])(first, second)(Request(1))
    return reply.by


def exhibit(number):
    @schedules(f"{number}.one-end", targets=["first", "second"], verbs=["crash", "restart"], until=9, most=4)
    def test_a_request_is_answered_while_one_server_is_up(lab, story):
        run(bad_day(lab, number, story), seed=story.seed)

    return test_a_request_is_answered_while_one_server_is_up


async def bad_day(lab, number, story):
    """Play the schedule to a request a second; while one server has been up all along, there must be a reply."""
    servers = pair()
    film = story.filmed([["clients"], ["your service"], desks(["first", "second"])], end=12)
    made = getattr(lab, EXHIBITS[number])(*(film.watch(server, server.name, keeps=True) for server in servers))
    service = film.watch(film.watch(made, "your service"), "clients")
    faults = asyncio.ensure_future(play(story, servers))
    for n in range(6):
        up = {server.name for server in servers if server.up}
        try:
            reply = await service(Request(n))
            story.note(f"request {n}: answered by {reply.by}")
        except ServiceError as error:
            story.note(f"request {n}: {error}")
            steady = up - {event.target for event in story.events if event.verb == "crash"}
            assert not steady, (
                f"Request {n} failed though {steady.pop()} was up all the time: ask it when the other fails."
            )
    await faults


async def play(story, servers):
    named = {server.name: server for server in servers}
    for event in story.events:
        await asyncio.sleep(event.time - now())
        story.note(f"{event.verb} {event.target}")
        getattr(named[event.target], event.verb)()
        story.film.state(event.target, "" if named[event.target].up else "down")
