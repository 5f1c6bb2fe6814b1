"""A visitor's browser: what it keeps of an answer, and for how long, is what the answer says."""

from math import inf

from systemdesign.kernel.run import now
from systemdesign.sim.request import WebReply


class Browser:
    """Follows links. An answer is kept for its max-age; a 301 that says nothing of it, for ever.

    (RFC 9110 lets a browser choose how long; Chrome and Firefox chose that.)
    """

    def __init__(self, origin):
        self.origin, self.kept = origin, {}

    async def __call__(self, code):
        reply, ends = self.kept.get(code, (None, 0.0))
        if now() >= ends:
            reply = await self.origin(code)
            self.kept[code] = reply, now() + lifetime(reply)
        return reply


def lifetime(reply):
    """The seconds for which a browser keeps an answer."""
    said = reply.headers.get("Cache-Control", "")
    if "max-age=" in said:
        return float(said.partition("max-age=")[2])
    return inf if reply.status == 301 and not said else 0.0


def always(resolve, status, control=""):
    """The same service with another redirect: this status, and these words about keeping it."""
    async def resolved(code):
        reply = await resolve(code)
        if reply.status != 302:
            return reply
        kept = {"Cache-Control": control} if control else {}
        return WebReply(status, {"Location": reply.headers["Location"], **kept})

    return resolved
