"""The rules of part 2 of lab 17, once more: who gets a post, who waits for its parent, and who does not."""

from collections import defaultdict

from .calls import Call, Run
from .plays import plays
from .returns import reached, waited
from .state import State

ADDED = "It adds the id to the list of each active follower, and to no other list (rule 1)."
WAITS = "A reply is not put into a list that lacks its parent as long as the parent is coming there (rule 5)."


class Seen:
    """One play, walked through by these rules."""

    def __init__(self, report, rules, options, told="", first=()):
        self.rules = rules
        runs, log, lists, calls, dead = report
        self.runs, self.log = [Run(who, tuple(post), *rest) for who, post, *rest in runs], [Call(*row) for row in log]
        self.lists, self.calls, self.told = [row for row in lists if isinstance(row[0], tuple)], dict(calls), told
        self.bury(dead)
        self.limit, self.chunk = options.get("limit", 1000), options.get("chunk", 100)
        self.state, self.posts = State(), {run.post[0]: run.post for run in self.runs}
        for deed in first:
            self.state.deed(*deed)
        self.active, self.due = defaultdict(list), {}
        self.over, self.pulled, self.put, self.added = set(), set(), set(), defaultdict(set)

    def of(self, verb, who=None):
        return [call for call in self.log if call.verb == verb and who in (None, call.who)]

    def adds(self, id=None):
        """(user, id) of all adds that were done, in turn."""
        done = [(call.args[0][1], call.args[1]) for call in self.of("add") if call.ticks[1] is not None]
        return [pair for pair in done if id in (None, pair[1])]

    def outcomes(self, id):
        return [run.outcome for run in self.runs if run.post[0] == id]

    def homes(self):
        """{user: ids, newest first} of what was pushed, in the end."""
        return {key[1]: ids[::-1] for key, ids in self.lists if key[0] == "home" and ids}

    def bury(self, dead):
        """A run of a process that died is over with its last call."""
        for run in self.runs:
            if run.ticks[1] is None and run.who in dead:
                run.ticks[1] = max([max(filter(None, c.ticks)) for c in self.log if c.who == run.who] + [run.ticks[0]])
                run.dead = True

    def walk(self):
        moments = [(call.ticks[1], self.at_call, call) for call in self.log if call.ticks[1] is not None]
        moments += [(run.ticks[0], self.at_begin, run) for run in self.runs]
        moments += [(run.ticks[1], self.at_end, run) for run in self.runs if run.ticks[1] is not None]
        for _, happens, what in sorted(moments, key=lambda moment: moment[0]):
            happens(what)
            if not isinstance(what, Call) or not what.who or what.verb in ("add", "put", "followers"):
                self.look()
        return self

    def under_way(self, id=None):
        return [run for run in self.runs if run.ticks[0] <= self.tick and not run.ended and id in (None, run.post[0])]

    def surely_done(self, id):
        """Whether a fan-out is at its end, and nobody may have said otherwise since."""
        known = [run for run in self.runs if run.post[0] == id and run.ticks[0] <= self.tick]
        ended = [run for run in known if run.ended]
        last = max(ended, key=lambda run: run.ticks[1], default=None)
        return len(ended) == len(known) and last is not None and last.outcome is True

    def perhaps_done(self, id):
        """Whether a fan-out may be at its end: all is told, all is added, and something was written after it."""
        lacking = [user for user in self.active[id] if user not in self.added[id]]
        return id in self.put and not lacking

    def coming(self, user, parent, done):
        """Whether the parent, whose fan-out may be done, is coming to a user who lacks it."""
        known = self.state.posts.get(parent)
        there = parent in self.state.lists["home", user]
        return bool(known) and not there and not done and self.state.pushed_to(user, known[1], self.limit)

    def look(self):
        """What is so at this moment, for the replies whose runs are under way."""
        for run in self.under_way():
            parent = run.post[2]
            if parent is None:
                continue
            perhaps, surely = self.perhaps_done(parent), self.surely_done(parent)
            for user in {*self.state.fans[run.post[1]], *self.active[run.post[0]]}:
                if not self.coming(user, parent, perhaps):
                    run.free.add(user)
                if self.coming(user, parent, surely):
                    run.bound.add(user)

    def at_begin(self, run):
        self.tick = run.ticks[0]

    def at_call(self, call):
        self.tick = call.ticks[1]
        if not call.who:
            self.state.deed(call.verb, *call.args)
        elif call.verb in ("add", "followers", "size", "put"):
            getattr(self, f"at_{call.verb}")(call, *call.args)

    def at_add(self, call, key, id):
        runs = [run for run in self.under_way(id) if run.who == call.who]
        home = isinstance(key, tuple) and key[0] == "home" and len(key) == 2
        assert "1" not in self.rules or (home and runs and key[1] in self.active[id]), (
            f"{self.told}{id!r} was added to the list {key!r}, and `followers` had told {self.active.get(id)} as "
            f"active followers of its author. {ADDED}"
        )
        if not (home and runs):
            return
        parent = runs[0].post[2]
        there = parent is None or parent in self.state.lists[key] or any(key[1] in run.free for run in runs)
        assert "5" not in self.rules or there, (
            f"{self.told}The reply {id} was put into the list of {key[1]!r}, which lacked its parent {parent}, and "
            f"the parent was coming. {WAITS}"
        )
        self.state.put(key, id)
        self.added[id].add(key[1])

    def at_followers(self, call, author, after, count):
        for run in self.under_way():
            if run.who == call.who and run.post[1] == author:
                id = run.post[0]
                self.active[id] += [user for _, user, active in call.value if active and user not in self.active[id]]
                self.due[id] = self.state.active(author)
                if count is None or len(call.value) < count:
                    self.over.add(id)

    def at_size(self, call, author):
        for run in self.under_way():
            if run.who == call.who and run.post[1] == author and call.value > self.limit:
                self.pulled.add(run.post[0])

    def at_put(self, call, key, value):
        for run in self.under_way():
            if run.who == call.who and run.post[0] in self.over | self.pulled:
                self.put.add(run.post[0])

    def at_end(self, run):
        self.tick = run.ticks[1]
        self.look()
        run.ended = True
        if run.outcome is True or run.outcome is False:
            self.returned(run, run.post[0])

    def returned(self, run, id):
        if run.outcome and id in self.pulled:
            return
        lack = [user for user in self.active[id] if user not in self.added[id]]
        due = self.due.get(id, [] if id in self.pulled else self.state.active(run.post[1]))
        if "1" in self.rules:
            reached(self.told, run, lack, [user for user in due if user not in self.active[id]])
        if "6" in self.rules:
            waited(self.told, run, lack)

    def ended(self, id):
        """Fails where `run` of a post, called again and again, did not come to True."""
        assert True in self.outcomes(id), (
            f"{self.told}The runs of {id} came to {self.outcomes(id)[-9:]}: called again until all have it, `run` "
            "returns True in the end (rule 6)."
        )
        return self

    def raised(self, *names):
        """Fails where a run did not return, but for errors of these names."""
        for run in self.runs:
            assert run.dead or isinstance(run.outcome, bool) or run.outcome in ("cancelled", *names), (
                f"{self.told}`run` of {run.post} came to {run.outcome!r}: it returns True or False, and raises what "
                "a call raises."
            )
        return self


play, play_all = plays("beside_fans.py", Seen)
