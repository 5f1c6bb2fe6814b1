"""The shortener behind HTTP, and a page on which a person uses it."""

from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from systemdesign.engines.site.web import REFUSALS, body, is_form, metrics
from systemdesign.url_shortener.page import made, page, refused

MOST = 8192  # bytes of a body: the longest address, every sign of it written as %20 is


class Web:
    """The handlers. `read(code)` answers for a code: the shortener's own `resolve`, or an edge before it."""

    def __init__(self, shortener, read, home):
        self.shortener, self.read, self.home = shortener, read, home

    async def door(self, request):
        """GET the form, or POST what it asks for."""
        return await self.shorten(request) if request.method == "POST" else page()

    async def code(self, request):
        """GET a code to follow it, DELETE it to withdraw its link."""
        answer = self.shortener.withdraw if request.method == "DELETE" else self.read
        return plain(await answer(request.path_params["code"]))

    async def shorten(self, request):
        """An address as it is, or as the field `url` of the form, which is answered with the page."""
        text, form = await asked(request, "url")
        reply = await self.shortener.shorten(text)
        if reply.status != 201:
            return refused(reply.body, reply.status, text) if form else plain(reply)
        short = self.home + reply.headers["Location"]
        if not form:
            return PlainTextResponse(f"{short}\n", 201, reply.headers)
        return made(short, reply.headers["Location"], reply.body, text)

    async def withdraw(self, request):
        """What DELETE does, from the page: a form can only be posted."""
        code, _ = await asked(request, "code")
        reply = await self.shortener.withdraw(code)
        return page("<p>The link is withdrawn.</p>") if reply.status == 204 else refused(reply.body, reply.status)


async def asked(request, field):
    """What a request's body asks for, as text, and whether it came from a form."""
    text = await body(request, MOST)
    form = is_form(request) and text.startswith(f"{field}=")
    return (parse_qs(text).get(field, [""])[0] if form else text).strip(), form


def plain(reply):
    """A WebReply as Starlette's."""
    return Response(status_code=204, headers=reply.headers) if reply.status == 204 else PlainTextResponse(
        f"{reply.body}\n" if reply.body else "", reply.status, reply.headers)


def application(shortener, read, home, exposition):
    """The ASGI application of a shortener whose own address is `home`; `exposition()` is its text for Prometheus."""
    web = Web(shortener, read, home)

    return Starlette(exception_handlers=REFUSALS, routes=[
        Route("/", web.door, methods=["GET", "POST"]), Route("/-/withdraw", web.withdraw, methods=["POST"]),
        Route("/-/metrics", metrics(exposition)), Route("/{code}", web.code, methods=["GET", "DELETE"])])
