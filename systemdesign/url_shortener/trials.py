"""Small stories that end badly: a code that two were given, and one that was tried too early."""

from asyncio import gather, sleep

from systemdesign.kernel.streams import stream
from systemdesign.url_shortener.codes import Counter, Random
from systemdesign.url_shortener.edge import Edge
from systemdesign.url_shortener.links import Links
from systemdesign.url_shortener.shortener import Shortener


class LooksFirst(Links):
    """Looks whether a code is free, then keeps the link: two steps."""

    async def add(self, code, url):
        free = await self.find(code) is None
        if free:
            await self.put(code, url)
        return free


async def crowd(kind, many=200, length=2):
    """Shorten so many addresses at once, with few codes: how many of them lead elsewhere in the end."""
    ours = Shortener(kind(), Random(stream("codes"), length))
    urls = [f"https://example.com/{number}" for number in range(many)]
    made = await gather(*map(ours.shorten, urls))
    found = await gather(*(ours.resolve(reply.body) for reply in made))
    return sum(reply.headers["Location"] != url for reply, url in zip(found, urls))


async def neighbours(many=3):
    """The codes of so many links, one after another, of a counter."""
    ours = Shortener(links := Links(), Counter(links))
    return [(await ours.shorten(f"https://example.com/{number}")).body for number in range(many)]


async def tried_too_early(ttl=60):
    """A stranger tries the code that will be next: what he gets, and what its owner's readers get then and later."""
    ours = Shortener(links := Links(), Counter(links))
    edge, seen = Edge(ours.resolve, ttl), []
    seen.append((await edge("0000000")).status)
    await ours.shorten("https://example.com/")
    seen.append((await edge("0000000")).status)
    await sleep(ttl)
    return [*seen, (await edge("0000000")).status]
