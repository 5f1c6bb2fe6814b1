"""The rules of part 3 of lab 17, once more: what a page shows, whether there is another, and what it may ask."""

from collections import defaultdict
from itertools import pairwise

from .calls import Call, Read
from .plays import plays
from .state import State

TWICE = "No id is shown twice, whatever happens between two pages (rule 5)."
SKIPS = "None is left out that was to be seen all the time (rule 5)."
FULL = "What is not to be seen does not shorten the page: it has `size` ids, and fewer only if no more are to be seen."
NONE = "`next` is None if no more is to be seen, and else a text (rule 3)."


class Chain:
    """What a reader has seen up to a page: its last id, and from where on newcomers must be shown."""

    def __init__(self, read, seen):
        self.always, self.last, self.after = set(seen), None, None
        self.cursor = read.cursor


class Seen:
    """One play, walked through by these rules."""

    def __init__(self, report, rules, options, told="", first=()):
        reads, log = report
        self.rules = rules
        self.reads, self.log = [Read(*row) for row in reads], [Call(*row) for row in log]
        self.told, self.limit, self.state = told, options.get("limit", 1000), State()
        for deed in first:
            self.state.deed(*deed)
        self.open, self.chains, self.some, self.whole, self.quiet = [], {}, {}, {}, set()

    def of(self, reader):
        return [read for read in self.reads if read.reader == reader]

    def shown(self, reader):
        return [id for read in self.of(reader) if read.ids for id in read.ids]

    def walk(self):
        moments = [(call.ticks[1], self.at_call, call) for call in self.log if call.ticks[1] is not None]
        moments += [(read.ticks[0], self.at_begin, read) for read in self.reads]
        moments += [(read.ticks[1], self.at_end, read) for read in self.reads if read.ticks[1] is not None]
        for _, happens, what in sorted(moments, key=lambda moment: moment[0]):
            happens(what)
        return self

    def at_call(self, call):
        if call.who:
            return
        self.state.deed(call.verb, *call.args)
        for chain, user in list(self.chains.values()):
            chain.always &= self.state.seen(user, self.limit)
        for read in self.open:
            now = self.state.seen(read.user, self.limit)
            self.some[id(read)] |= now
            self.whole[id(read)] &= now
            self.quiet.discard(id(read))

    def at_begin(self, read):
        now = self.state.seen(read.user, self.limit)
        self.some[id(read)], self.whole[id(read)] = set(now), set(now)
        self.quiet.add(id(read))
        for other in self.open:
            if other.who == read.who:
                self.quiet -= {id(other), id(read)}
        self.open.append(read)
        if read.cursor is None:
            self.chains[read.reader] = Chain(read, now), read.user

    def at_end(self, read):
        self.open.remove(read)
        if read.outcome != "page" or read.reader not in self.chains:
            return
        chain, some = self.chains[read.reader][0], self.some[id(read)]
        where = f"{self.told}{read.user!r} {'turned a page' if read.cursor is not None else 'opened the timeline'}"
        where += f", size {read.size}, and was shown {read.ids} with {read.next!r} as `next`. "
        self.judge(where, read, chain, some)
        if id(read) in self.quiet and "6" in self.rules:
            self.asked(where, read, chain)
        last = read.ids[-1] if read.ids else chain.last
        left = [each for each in some if last is None or each < last]
        chain.last, chain.after = last, max(left, default=-1)

    def judge(self, where, read, chain, some):
        last, ids = chain.last, read.ids
        due = chain.always | {each for each in self.whole[id(read)] if chain.after is None or each <= chain.after}
        left = [each for each in due if (last is None or each < last) and each not in ids]
        if "1" in self.rules:
            self.right(where, ids, some)
        if "5" in self.rules:
            again = [each for each in ids if last is not None and each >= last]
            assert not again, f"{where}The page before ended with {last}, so {again} come again. {TWICE}"
            over = [each for each in left if ids and each > ids[-1]]
            assert not over, f"{where}{sorted(over)[::-1]} are to be seen, and were passed over. {SKIPS}"
        if "2" in self.rules:
            assert len(ids) <= read.size, f"{where}A page has `size` ids at most (rule 2)."
            assert len(ids) == read.size or not left, f"{where}{sorted(left)[::-1][:9]} are to be seen too. {FULL}"
        if "3" in self.rules:
            end = ids[-1] if ids else last
            more = [each for each in some if end is None or each < end]
            assert read.next is None or isinstance(read.next, str), f"{where}{NONE}"
            assert read.next is not None or not left, f"{where}{sorted(left)[::-1][:9]} are to be seen still. {NONE}"
            assert read.next is None or more, f"{where}No more is to be seen. {NONE}"

    def right(self, where, ids, some):
        falls = all(one > other for one, other in pairwise(ids))
        assert falls, f"{where}The newest comes first, and each id once (rule 1)."
        strange = [each for each in ids if each not in some]
        assert not strange, (
            f"{where}{strange} are not to be seen: to be seen are ids of his timeline whose post is there, whose "
            "author he follows, and whose author is not blocked (rule 1)."
        )

    def asked(self, where, read, chain):
        """Fails where the page asked for more than it takes."""
        below = [each for each in self.state.timeline(read.user, self.limit) if chain.last is None or each < chain.last]
        visible = sorted((each for each in below if self.state.shows(read.user, each)), reverse=True)
        end = visible[read.size] if len(visible) > read.size else -1
        hidden = sum(each > end and not self.state.shows(read.user, each) for each in below)
        calls, ids = defaultdict(int), defaultdict(int)
        for call in self.log:
            if call.who == read.who and read.ticks[0] < call.ticks[0] < read.ticks[1]:
                name = f"`page` of {call.args[0]}" if call.verb == "page" else f"`{call.verb}`"
                calls[name] += call.verb in ("page", "follows", "blocked", "posts")
                ids[name] += call.args[2] if call.verb == "page" else 0
                fans = self.state.fans.get(call.args[0][1], ()) if call.verb == "page" else ()
                assert (
                    call.verb != "page"
                    or call.args[0] == ("home", read.user)
                    or (read.user in fans and len(fans) > self.limit and call.args[0][0] == "by")
                ), (
                    f"{where}It asked for {call.args[0]}: of other lists than `home` and those of authors above the "
                    f"`limit` whom he follows it asks for none (rule 6)."
                )
        for name in calls:
            assert calls[name] <= 3 + hidden / read.size, (
                f"{where}{hidden} ids had to be left out, and {name} was asked {calls[name]} times: at most "
                f"3 + h / `size` times (rule 6)."
            )
            assert ids[name] <= 6 * (read.size + hidden) + 20, (
                f"{where}{hidden} ids had to be left out, and {name} was asked for {ids[name]} ids: a page asks for "
                "at most 6 * (`size` + h) + 20 ids of each list (rule 6)."
            )

    def raised(self, *names):
        """Fails where a page came to something else than (ids, next), or an error of these names."""
        for read in self.reads:
            assert read.outcome in ("page", *names), (
                f"{self.told}`page({read.user!r}, {read.cursor!r}, size={read.size})` came to {read.outcome}: it "
                "returns (ids, next), a list and a text or None, and raises what a call raises."
            )
        return self


play, play_all = plays("beside_pages.py", Seen)
