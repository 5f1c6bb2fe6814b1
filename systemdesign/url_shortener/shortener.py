"""The URL shortener itself, over any links and any codes: the same in virtual time and behind HTTP."""

from systemdesign.sim.request import Unavailable, WebReply
from systemdesign.url_shortener.codes import is_code
from systemdesign.url_shortener.links import GONE
from systemdesign.url_shortener.urls import refusal

KEEP = {"Cache-Control": "private, max-age=90"}  # a browser may, for so long; a cache that others share may not
FORGET = {"Cache-Control": "no-store"}
TRIES = 20


class Shortener:
    """Shortens, resolves, withdraws; each answer is a WebReply.

    A code once kept never changes its meaning. `links` keeps them (see `links.py`), `codes()`
    proposes one, `host` is our own name. When a link is withdrawn the `edges` are told, one after
    another: shields first, lest an edge fetch the old answer from one. Raises what `links` raises
    (503, to whoever asked).
    """

    def __init__(self, links, codes, host="", edges=()):
        self.links, self.codes, self.host, self.edges = links, codes, host, edges

    async def shorten(self, url):
        """201 and a code; 400 and a sentence where the address is refused."""
        if why := refusal(url, self.host):
            return WebReply(400, FORGET, why)
        for _ in range(TRIES):
            code = await self.codes()
            if await self.links.add(code, url):
                return WebReply(201, {"Location": f"/{code}"}, code)
        raise Unavailable(f"{TRIES} codes in a row were taken: they are too short")

    async def resolve(self, code):
        """302 to the address; 404 where there never was one, 410 where it was withdrawn."""
        url = await self.links.find(code) if is_code(code) else None
        if url is None:
            return WebReply(404, FORGET, "There is no such link.")
        if url == GONE:
            return WebReply(410, KEEP, "This link was withdrawn.")
        return WebReply(302, {"Location": url, **KEEP})

    async def withdraw(self, code):
        """204, and from now on 410; 404 where there never was a link."""
        if not (is_code(code) and await self.links.withdraw(code)):
            return WebReply(404, FORGET, "There is no such link.")
        for edge in self.edges:
            await edge.purge(code)
        return WebReply(204)
