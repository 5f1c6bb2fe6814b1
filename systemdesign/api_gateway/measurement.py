"""A real gateway, and what it answers."""

import asyncio
from dataclasses import dataclass
from time import monotonic

from systemdesign.api_gateway.bucket import Bucket
from systemdesign.engines.gateway.caller import Caller, said
from systemdesign.engines.gateway.server import Estate
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement

BUCKET = f"{Bucket.__module__}:{Bucket.__name__}"
PATIENCE = 20.0  # s, for an answer


@dataclass(frozen=True, kw_only=True)
class AnswersPlan(Plan):
    """A gateway waits `within` seconds for a back end; a client may ask `burst` times at once, and `rate` a second."""

    within: float = 0.5
    burst: int = 3
    rate: float = 0.2


@dataclass(frozen=True)
class Answers(Result):
    """What came of an AnswersPlan: `rows` of [what is asked, by which token, status, the header that it calls for].

    The header is None where it is missing. `slowest` is the most seconds that an answer took.
    """

    rows: list
    slowest: float

    @property
    def statuses(self):
        """The statuses in the order of the rows."""
        return [status for _, _, status, _ in self.rows]

    def __str__(self):
        lines = (f"{path:19} {name:16} {status} {told or ''}" for path, name, status, told in self.rows)
        return "\n".join(map(str.rstrip, lines))


CALLS = (("/api/users/17", "sound"), ("/api/users?page=2", "sound"), ("/api/usersettings", "sound"),
         ("/api/users/../admin", "sound"), ("/api/orders/4", "sound"), ("/api/mail/9", "sound"),
         ("/api/users/17", "no token"), ("/api/users/17", "expired"), ("/api/users/17", "payload changed"))
AGAIN = ("/api/users/17", "one too many")
HEADERS = {401: "WWW-Authenticate", 429: "Retry-After"}  # those that RFC 9110, 15.5.2 and RFC 6585, 4 speak of


@measurement(("rest", "jwt", "valkey"), AnswersPlan, Answers)
def answers(plan):
    """A gateway before a sound back end, one that stands still and one that is dead: `Answers`.

    After CALLS somebody asks once more than his bucket has room, and again when Valkey is dead.
    """
    from systemdesign.engines.gateway.tokens import AUDIENCE, forgeries, new_key, public_pem, token

    key = new_key()
    tokens = {name: text for name, (text, _) in forgeries(key, "root").items()}
    tokens |= {"no token": None, "one too many": token(key, subject="bob")}
    routes = {f"/api/{name}": (name, "in one step") for name in ("users", "orders", "mail")}
    with Estate(routes, key=public_pem(key), audience=AUDIENCE, bucket=BUCKET, rate=plan.rate, burst=plan.burst,
                within=plan.within) as estate:
        estate.back_ends["orders"].pause()
        estate.back_ends["mail"].kill()
        return in_thread(lambda: answered(estate, plan, tokens))


async def answered(estate, plan, tokens):
    """Ask, one call after the other."""
    slow = []

    async def row(path, name, token=None):
        begun = monotonic()
        status, head, _ = await once(estate.ports[0], tokens[token or name], path)
        slow.append(monotonic() - begun)
        return [path, name, status, said(head, HEADERS[status]) if status in HEADERS else None]

    rows = [await row(*call) for call in CALLS]
    rows.append([await row(*AGAIN) for _ in range(plan.burst + 1)][-1])
    estate.valkey.kill()
    return {"rows": [*rows, await row(AGAIN[0], "Valkey is dead", AGAIN[1])], "slowest": max(slow)}


async def once(port, token, path):
    """A call on a connection of its own."""
    caller = Caller(port, token)
    try:
        return await asyncio.wait_for(caller.ask(path), PATIENCE)
    finally:
        caller.close()
