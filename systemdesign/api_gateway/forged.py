"""PyJWT as it is installed: which forgeries it takes, by the way in which it is asked, and what a check costs."""

from dataclasses import dataclass
from time import perf_counter

from systemdesign.api_gateway.measurement import BUCKET
from systemdesign.engines.gateway.caller import Caller
from systemdesign.engines.gateway.server import Estate
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement

NO_CHECK, BELIEVES, TWO, ONE, WITH_EXPIRY = WAYS = (
    "no check", "the header's way", "RS256 or HS256", "RS256", "RS256, until when")
"""How PyJWT is asked: `verify_signature=False`; `algorithms` as the token says, two, or one; and `exp` required."""


@dataclass(frozen=True, kw_only=True)
class ForgePlan(Plan):
    """Tokens of "ann" that are not in order, and others that say they are of this `subject`."""

    subject: str = "root"


@dataclass(frozen=True)
class Judged(Result):
    """What came of a ForgePlan: for each forgery, and each of the WAYS, whom PyJWT took the caller for, or its error.

    The first token is sound.
    """

    verdicts: dict

    @property
    def accepted(self):
        """For each of the WAYS, how many forgeries were accepted."""
        forged = list(self.verdicts.values())[1:]
        return {way: sum(not verdict[way].endswith("Error") for verdict in forged) for way in WAYS}

    def __str__(self):
        rows = [["", *WAYS], *([name, *row.values()] for name, row in self.verdicts.items())]
        widths = [max(map(len, column)) for column in zip(*rows)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


@measurement("jwt", ForgePlan, Judged)
def forge(plan):
    """Show forged tokens to PyJWT, asked in each of the WAYS: `Judged`."""
    from systemdesign.engines.gateway.tokens import forgeries, new_key

    tokens = forgeries(new_key(), plan.subject)
    return {"verdicts": {name: {way: verdict(way, *shown) for way in WAYS} for name, shown in tokens.items()}}


def verdict(way, token, key):
    """Whom the token's judge, who has this key, takes the caller for, or the name of PyJWT's error."""
    import jwt

    from systemdesign.engines.gateway.tokens import AUDIENCE

    try:
        if way == NO_CHECK:
            return jwt.decode(token, options={"verify_signature": False})["sub"]
        said = jwt.get_unverified_header(token)["alg"] if way == BELIEVES else ""
        known = {BELIEVES: [said], TWO: ["RS256", "HS256"]}.get(way, ["RS256"])
        required = {"require": ["exp"] if way == WITH_EXPIRY else []}
        return jwt.decode(token, key, algorithms=known, audience=AUDIENCE, options=required)["sub"]
    except jwt.PyJWTError as error:
        return type(error).__name__


@dataclass(frozen=True, kw_only=True)
class PricePlan(Plan):
    """Forged tokens are checked `times` times on end, so many `rounds`, of which the shortest counts.

    A gateway is called `calls` times with one of them.
    """

    times: int = 30
    rounds: int = 15
    calls: int = 800


@dataclass(frozen=True)
class Price(Result):
    """What came of a PricePlan: the seconds of a processor's time that it takes to refuse a forged token.

    Whose payload was changed, with the `key` at hand, and with its text in `pem`, which is read each time; and one by
    algorithm "none", whose signature nobody need look at. A `call` is all that a gateway does for the first, HTTP too.
    """

    key: float
    pem: float
    none: float
    call: float

    def __str__(self):
        return "\n".join(f"{name:4} {1e6 * getattr(self, name):4.0f} µs" for name in ("key", "pem", "none", "call"))


@measurement(("rest", "jwt", "valkey"), PricePlan, Price)
def price(plan):
    """What it costs to refuse a forged token, on one core of this machine: `Price`."""
    from systemdesign.engines.gateway.tokens import forgeries, new_key

    key = new_key()
    tokens = forgeries(key, "root")
    changed, pem = tokens["payload changed"]
    shown = {"key": (changed, key.public_key()), "pem": (changed, pem), "none": (tokens["alg none"][0], pem)}
    rounds = [[seconds(plan.times, *what) for what in shown.values()] for _ in range(plan.rounds)]
    return {**dict(zip(shown, map(min, zip(*rounds)))), "call": called(plan.calls, changed, pem)}


def seconds(times, token, key):
    """How long a check took, on average."""
    begun = perf_counter()
    for _ in range(times):
        verdict(WITH_EXPIRY, token, key)
    return (perf_counter() - begun) / times


def called(calls, token, pem):
    """The processor's time that a gateway took for a call with this token, on average."""
    from systemdesign.engines.gateway.tokens import AUDIENCE

    async def ask(port):
        caller = Caller(port, token)
        for _ in range(calls):
            await caller.ask("/api/users/17")
        caller.close()

    with Estate({}, key=pem, audience=AUDIENCE, bucket=BUCKET, rate=1, burst=1) as estate:
        before = estate.worked()
        in_thread(lambda: ask(*estate.ports))
        return (estate.worked() - before) / calls
