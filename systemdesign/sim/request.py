"""What travels: a request, its reply, and the ways a service can fail."""

import asyncio
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(slots=True)
class Request:
    """One request. `work` is the service time it demands, in seconds; None lets the server draw its own."""

    id: int
    client: object = None
    key: object = None
    work: float | None = None


@dataclass(slots=True)
class Reply:
    """An answer, and the name of the server that gave it."""

    by: str
    value: object = None


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request at a gateway: a path, with its query, and headers, text by name. A server draws the work itself."""

    path: str
    headers: dict = field(default_factory=dict)
    work: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class WebReply:
    """What a gateway answers: a status as in HTTP, headers, and what the service behind it said."""

    status: int
    headers: dict = field(default_factory=dict)
    body: object = None


class ServiceError(Exception):
    """A service could not answer. `by` names the server that failed, where one is known."""

    def __init__(self, message, by=None):
        super().__init__(message)
        self.by = by


class Refused(ServiceError):
    """The server is alive and said no: its queue is full or a limit is reached."""


class Unavailable(ServiceError):
    """Nobody is there to answer: the server is down, or no server is left to ask."""


class Lost(ServiceError):
    """The request or its reply disappeared on a link; the work may or may not have been done."""


class TimedOut(ServiceError, TimeoutError):
    """The caller gave up waiting; the work may still be going on."""


def with_timeout(service, seconds):
    """The same service for a caller who waits at most `seconds`, then raises TimedOut."""

    async def limited(request):
        try:
            async with asyncio.timeout(seconds):
                return await service(request)
        except TimedOut:
            raise
        except TimeoutError:
            name = getattr(service, "name", None)
            raise TimedOut(f"{name or 'the service'} gave no answer in {seconds} s", by=name) from None

    return limited
