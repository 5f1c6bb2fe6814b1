"""The timeline behind HTTP, as JSON; what a person sees of it in a browser is `page.py`'s."""

import json
import re
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from systemdesign.engines.site.web import FORGET, REFUSALS, body, is_form, metrics
from systemdesign.timeline.push import Push
from systemdesign.timeline.tables import HIGHEST

MOST = 8192  # bytes of a body
LONGEST = 500  # characters of a post
LARGEST = 100  # posts of a page
UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what no database keeps: nothing, and halves of a character
NAME = re.compile("[a-z][a-z0-9_-]{0,19}")


class Timelines:
    """What may be asked of a `service`, checked; HTTPException says with which status it is refused, and why."""

    def __init__(self, service, pages):
        self.service, self.graph, self.posts, self.pages = service, service.graph, service.posts, pages

    async def post(self, author, text, parent=None):
        """Say something, perhaps in answer to another post: the new Post. Whoever speaks has joined."""
        text, parent = text.replace("\r\n", "\n").strip(), number(parent)
        if not text or len(text) > LONGEST or UNWRITABLE.search(text):
            raise HTTPException(400, f"A post has 1 to {LONGEST} characters.")
        if parent is not None and (await self.posts.get([parent]))[0] is None:
            raise HTTPException(409, "The post that this answers is not there.")
        await self.graph.join(name(author))
        id = await self.service.post(author, text, parent)
        return (await self.posts.get([id]))[0]

    async def delete(self, id):
        """Delete a post."""
        if not await self.posts.delete(number(id)):
            raise HTTPException(404, "There is no such post.")

    async def find(self, id):
        """A post."""
        [post] = await self.posts.get([number(id)])
        return post or missing("There is no such post.")

    async def home(self, user, after=None, size=20):
        """Posts for a user, and the cursor of those that come after."""
        await self.known(user)
        if not re.fullmatch("[0-9]{1,3}", str(size)) or not 0 < int(size) <= LARGEST:
            raise HTTPException(400, f"A page has 1 to {LARGEST} posts.")
        try:
            return await self.pages.page(user, after or None, int(size))
        except ValueError as error:
            raise HTTPException(400, f"{error}.") from error

    async def follow(self, user, author):
        """Have a user, who joins by this, follow an author; he sees what she has said before, too."""
        await self.known(author)
        await self.graph.join(name(user))
        await self.graph.follow(user, author)
        if isinstance(self.service, Push):  # though he did already: his list may not have been filled the first time
            await self.service.fill(user)

    async def unfollow(self, user, author):
        """Have a user no longer follow an author."""
        if user == author:
            raise HTTPException(409, "Nobody unfollows himself.")
        if not await self.graph.unfollow(name(user), name(author)):
            missing(f"{user} does not follow {author}.")

    async def known(self, user):
        """Nothing, if somebody has this name."""
        if not await self.graph.knows(name(user)):
            missing(f"Nobody is called {user}.")


def name(text):
    """A person's name."""
    if not NAME.fullmatch(text):
        raise HTTPException(400, "A name has 1 to 20 small letters, digits, - and _, a letter first.")
    return text


def number(text):
    """A post's number as it travels, which is text; None for none."""
    if text in (None, ""):
        return None
    if not re.fullmatch("[0-9]{1,19}", text) or int(text) > HIGHEST:
        raise HTTPException(400, "A post's id is a text of digits.")
    return int(text)


def missing(sentence):
    """Refuse with 404."""
    raise HTTPException(404, sentence)


def shown(post):
    """A post as JSON has it. JavaScript's numbers are exact up to 2^53 only, so an id is text."""
    parent = None if post.parent is None else str(post.parent)
    return {"id": str(post.id), "author": post.author, "text": post.text, "parent": parent}


async def fields(request, *names):
    """What a body says, a JSON object or a form's fields: a text for each of these names, or None."""
    text = await body(request, MOST)
    if is_form(request):
        said = {field: values[0] for field, values in parse_qs(text).items()}
    else:
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise HTTPException(400, "The body is no JSON.") from None
    if not isinstance(said, dict) or any(not isinstance(said.get(field, ""), str | None) for field in names):
        raise HTTPException(400, f"The body is an object with texts: {', '.join(names)}.")
    return [said.get(field) for field in names]


class API:
    """The handlers of what programs ask."""

    def __init__(self, timelines):
        self.timelines = timelines

    async def say(self, request):
        """POST a post."""
        author, text, parent = await fields(request, "author", "text", "parent")
        post = await self.timelines.post(author or "", text or "", parent)
        return JSONResponse(shown(post), 201, {"Location": f"/posts/{post.id}"})

    async def post(self, request):
        """GET a post, or DELETE it."""
        if request.method == "DELETE":
            await self.timelines.delete(request.path_params["id"])
            return Response(status_code=204)
        return JSONResponse(shown(await self.timelines.find(request.path_params["id"])), headers=FORGET)

    async def home(self, request):
        """GET a page of somebody's timeline."""
        asked = request.query_params
        posts, after = await self.timelines.home(request.path_params["user"], asked.get("after"), asked.get("size", 20))
        return JSONResponse({"posts": [shown(post) for post in posts], "next": after}, headers=FORGET)

    async def follows(self, request):
        """PUT that somebody follows somebody, or DELETE it."""
        change = self.timelines.unfollow if request.method == "DELETE" else self.timelines.follow
        await change(request.path_params["user"], request.path_params["author"])
        return Response(status_code=204)


def application(timelines, page, exposition):
    """The ASGI application; `page` has the routes of what a person sees."""
    api = API(timelines)
    return Starlette(exception_handlers=REFUSALS, routes=[
        Route("/posts", api.say, methods=["POST"]), Route("/posts/{id}", api.post, methods=["GET", "DELETE"]),
        Route("/home/{user}", api.home), Route("/follows/{user}/{author}", api.follows, methods=["PUT", "DELETE"]),
        Route("/-/metrics", metrics(exposition)), *page.routes()])
