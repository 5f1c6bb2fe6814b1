"""What a browser asks of the timeline's page: to see it, and what its forms do."""

import re

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from systemdesign.timeline import page
from systemdesign.timeline.ids import moment
from systemdesign.timeline.web import NAME, fields

FIRST = "stella", "ann", "bob"
COLUMNS, POSTS, FOLLOWED = 4, 10, 20


class Screen:
    """The handlers. `fan_outs.running()` are shown on top, and `pace` is a sentence about their speed.

    `epoch` is what numbers' moments count from, in seconds of this machine's clock.
    """

    def __init__(self, timelines, fan_outs, epoch, pace):
        self.timelines, self.fan_outs, self.epoch, self.pace = timelines, fan_outs, epoch, pace
        self.acts = {"post": self.say, "follow": self.follow, "unfollow": self.unfollow, "delete": self.delete}

    def routes(self):
        """Where they answer."""
        return [Route("/", self.see), Route("/-/{act}", self.act, methods=["POST"])]

    async def see(self, request):
        """GET the page."""
        asked = request.query_params
        return await self.shown(named(asked.get("who")), asked.get("after"), asked.get("to"), asked.get("by"))

    async def act(self, request):
        """Do what a form asks for, and go back to the page, or say there why not."""
        act = self.acts.get(request.path_params["act"])
        if act is None:
            raise HTTPException(404)
        names = "who", "user", "text", "parent", "other", "id"
        who, *asked = await fields(request, *names)
        who, (user, *words) = named(who), (word or "" for word in asked)
        try:
            await act(user, *words)
        except HTTPException as error:
            return await self.shown(who, alert=error.detail, status=error.status_code)
        return RedirectResponse("/?" + page.urlencode({"who": " ".join(who)}), 303)

    async def say(self, user, text, parent, *others):
        await self.timelines.post(user, text, parent)

    async def follow(self, user, text, parent, other, *others):
        await self.timelines.follow(user, other.strip())

    async def unfollow(self, user, text, parent, other, *others):
        await self.timelines.unfollow(user, other)

    async def delete(self, user, text, parent, other, id):
        await self.timelines.delete(id)

    async def shown(self, who, after=None, to=None, by=None, alert="", status=200):
        """The page of these people; `by` of them replies to the post `to`."""
        columns = []
        for user in who:
            try:
                columns.append(await self.column(user, who, after, to if by == user else None))
            except HTTPException as error:
                alert, status = error.detail, error.status_code
        text = page.page(who, self.fan_outs.running(), columns, self.pace, alert)
        return HTMLResponse(text, status, page.HARDENED)

    async def column(self, user, who, after, to):
        """One of the timelines. Whoever hasn't joined has an empty one, and joins by what he says."""
        posts, older, follows = [], None, []
        if await self.timelines.graph.knows(user):
            posts, older = await self.timelines.home(user, after, POSTS)
            follows = await self.timelines.graph.followed(user)
        answered = await self.timelines.find(to) if to else None
        entries = [page.entry(user, who, post, self.epoch + moment(post.id), await self.before(user, post))
                   for post in posts]
        return page.column(user, who, entries, older, follows[:FOLLOWED], answered)

    async def before(self, user, post):
        """What a post answers, as its reader may see it: nothing of it, while it is still on its way to him."""
        if post.parent is None:
            return ""
        [parent] = await self.timelines.posts.get([post.parent])
        if parent is None:
            return page.GONE
        comes = await self.timelines.graph.since(user, parent.author) is not None
        early = comes and await self.timelines.service.read(user, parent.id + 1, 1) != [parent.id]
        return page.fill(page.EARLY if early else page.QUOTED, author=parent.author, text=parent.text)


def named(text):
    """The people whose timelines are asked for, each once; some, where nobody is."""
    return list(dict.fromkeys(word for word in re.split(r"[\s,]+", text or "") if NAME.fullmatch(word)))[:COLUMNS] or [
        *FIRST]
