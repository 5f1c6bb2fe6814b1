"""Readers of the student's ranking, played beside it: reports what was shown, and what was asked for.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio
import builtins

from systemdesign.kernel import run
from systemdesign.sim import request as errors

PLAIN = (bool, int, float, str, type(None))


class Source:
    """Pages of each user's ids, newest first, of at most `most` ids, and after every `gap` pages one with none.

    The cursor is the number of the ids before it, but for `empty` it is the empty text. `fails` has numbers of calls.
    """

    def __init__(self, ids, scores, most=10**9, gap=10**9, empty=False, fails=()):
        self.ids, self.scores = {user: list(found) for user, found in ids}, {}
        for user, id, score in scores:
            self.scores[user, id] = score
        self.most, self.gap, self.empty, self.fails = most, gap, empty, dict(fails)
        self.calls, self.asked, self.last, self.raised = [], [], {}, []

    def may_fail(self, name):
        self.calls.append(name)
        if error := self.fails.get(len(self.calls)):
            self.raised.append((getattr(errors, error, None) or getattr(builtins, error))("it failed"))
            raise self.raised[-1]

    async def page(self, user, cursor, size):
        self.asked.append(["page", user, cursor, size])
        self.may_fail("page")
        await asyncio.sleep(0.003)
        ids = self.ids.get(user, [])
        start = 0 if cursor is None else self.last[user] if cursor == "" else int(cursor)
        pages = sum(row[:2] == ["page", user] for row in self.asked)
        found = [] if pages % (self.gap + 1) == self.gap else ids[start : start + min(size, self.most)]
        self.last[user] = end = start + len(found)
        return list(found), None if end >= len(ids) else "" if self.empty else str(end)

    def score(self, user, id):
        self.asked.append(["score", user, id, None])
        self.may_fail("score")
        return self.scores.get((user, id), 0)


class Stage:
    def __init__(self, options, world, names=None, cursors=()):
        self.source, self.options, self.made, self.cursors = Source(**world), options, {}, dict(cursors)
        self.names = names or book  # noqa: F821

    def ranked(self, who):
        if who not in self.made:
            self.made[who] = self.names.Ranked(self.source.page, self.source.score, **self.options)
        return self.made[who]

    async def read(self, reader, who, user, size=None, cursor=None):
        """A page: [reader, user, what it came to, ids, next, what was asked for]."""
        before = len(self.source.asked)
        arguments = [user] if cursor is None else [user, cursor]
        try:
            found = await self.ranked(who).page(*arguments, **({} if size is None else {"size": size}))
        except Exception as error:
            if error not in self.source.raised:
                raise
            return [reader, user, type(error).__name__, [], None, self.source.asked[before:]]
        if type(found) is not tuple or len(found) != 2 or type(found[0]) is not list:
            return [reader, user, repr(found), [], None, self.source.asked[before:]]
        self.cursors.setdefault(reader, []).append(found[1])
        ids = [id if type(id) in PLAIN else repr(id) for id in found[0]]
        told = found[1] if type(found[1]) in PLAIN else [repr(found[1])]
        return [reader, user, "page", ids, told, self.source.asked[before:]]

    async def play(self, script):
        """`turn` reads on, `open` reads anew, `again` reads the last page but one's next; others change the world."""
        rows = []
        for verb, *rest in script:
            if verb == "ids":
                self.source.ids[rest[0]] = list(rest[1])
            elif verb == "score":
                self.source.scores[rest[0], rest[1]] = rest[2]
            elif verb == "open":
                rows.append(await self.read(*rest))
            elif verb == "together":
                rows += await asyncio.gather(*(self.read(*each) for each in rest))
            else:
                reader, who, user, size = rest
                cursors = self.cursors.get(reader, [None])
                cursor = cursors[-1] if verb == "turn" else cursors[max(0, len(cursors) - 2)]
                if cursor is not None:
                    rows.append(await self.read(reader, who, user, size, cursor))
        return rows


def play(script, options, **world):
    """The pages, in turn."""
    return run(Stage(options, world).play(script))


def play_elsewhere(process, script, options, cursors, **world):
    """The pages of another process, where readers come with cursors."""
    with process.other() as names:
        return run(Stage(options, world, names, cursors).play(script))
