"""The rules of part 3 of lab 18, once more: which requests a log must have, and which it may."""

from pathlib import Path

from .truth import Truth, shown

HERE = Path(__file__).parent
FAR = 12
"""Of so many plays of one kind, one is played at the judge."""
READS = (b"GET", b"PEXPIRETIME")
KEYS = (b"a", b"b", b"n")
SAFE = 'Under "always" all is safe that it has changed when it returns (rule 1)'


def short(value):
    """How a value is shown, which may be long."""
    return repr(value) if len(repr(value)) < 60 else f"{value[:20]!r} … ({len(value)} bytes)"


class Seen:
    """What was seen of one play, and what it is judged by. `why` is the sentence for what is not found as it should."""

    def __init__(self, script, options, report, why, told=""):
        self.script, self.why, self.told = script, why, told
        self.policy, self.keys = options.get("policy") or "always", options.get("keys", KEYS)
        self.events, self.calls, self.sizes = report
        self.truths = {name: Truth() for name in options.get("names", ("log",))}
        self.now, self.fails, self.unsure, self.begun = 0.0, 0, False, {}

    def fail(self, words):
        raise AssertionError(f"{self.died()}{self.told}{words}")

    def died(self):
        """Which call the process died at, of its lives that ended so."""
        found = []
        for calls in self.calls:
            if calls and calls[-1][-1] == "died":
                _, verb, file, _ = calls[-1]
                found.append(f"at its disk call {len(calls)}, {verb}({file!r})")
        return f"The process died {', the next one '.join(found)}. " if found else ""

    def walk(self):
        """Go through what happened; the times of the rows are the last ones before."""
        events = iter(self.events)
        event, row = next(events, None), -1
        while event is not None:
            while row < event[0]:
                row += 1
                self.begin(*self.script[row])
            getattr(self, f"at_{event[1]}")(row, *event[2:])
            event = next(events, None)
        return self

    def begin(self, verb, *rest):
        if verb in ("execute", "tick"):
            self.now = rest[1]
        elif verb == "fail":
            self.fails += 1
        elif verb == "sync":
            for truth in self.truths.values():
                truth.must = truth.count
        elif verb == "keep":
            self.kept = {name: truth.count for name, truth in self.truths.items()}
        elif verb == "restore":
            for name, truth in self.truths.items():
                truth.back(self.kept[name])
        if verb in ("crash", "restore"):
            self.fails, self.begun = 0, {}

    def at_reply(self, row, reply):
        verb, name, *rest = self.script[row]
        getattr(self, f"replied_{verb}")(self.truths[name], name, reply, *rest)

    def replied_execute(self, truth, name, reply, now, request):
        due, keys = truth.execute(request, now)
        if due == "ValueError" or reply != due:
            self.fail(f"`execute({request}, {now})` returned {reply!r}: it does what `keys.execute` would and "
                      f"{'raises ValueError' if due == 'ValueError' else f'returns {due!r}'} (rule 1).")  # fmt: skip
        truth.add(keys, now)
        if request[0] not in READS:
            self.replied_tick(truth, name, reply, now)

    def replied_tick(self, truth, name, reply, now):
        if self.policy == "always":
            truth.must = truth.count
        elif self.policy == "everysec":
            truth.must = max(truth.must, sum(time <= now - 1 for time in truth.times[1:]))

    def replied_rewrite(self, truth, name, reply):
        self.begun[name] = None

    def replied_step(self, truth, name, yielded, count):
        if name in self.begun:
            self.stepped(truth, name, yielded, over=yielded < count)

    def replied_finish(self, truth, name, yielded):
        if name in self.begun:
            self.stepped(truth, name, yielded, over=True)

    def stepped(self, truth, name, yielded, over):
        begun = self.begun[name] = self.begun[name] or [truth.count, len(truth.states[-1].values), 0]
        begun[2] += yielded
        if over:
            truth.must = max(truth.must, begun[0])
            if begun[2] < begun[1]:
                self.fail(f"`rewrite` yielded {begun[2]} times for {begun[1]} keys: it writes one key at most from one "
                          "`yield` to the next, and requests are executed in between (rule 7).")  # fmt: skip
            del self.begun[name]

    def at_unread(self, row, error):
        self.fail(f"The next `Log` could not read what it found, and raised {error}. {self.why}")

    def at_raised(self, row, kind):
        verb, name, *rest = self.script[row]
        if kind == "ValueError" and not self.fails:
            due = self.truths[name].execute(rest[1], rest[0])[0] if verb == "execute" else None
            if due != "ValueError":
                self.fail(
                    f"`{verb}({rest})` raised {kind}: it does what `keys.execute` would and returns {due!r} (rule 1)."
                )
            return
        if kind != "Unavailable":
            self.fail(
                f"A sync failed, and `{verb}` raised {kind}: when one fails, the call raises `Unavailable` (rule 6)."
            )
        if not self.fails:
            self.fail(
                f"`{verb}` raised {kind}, and its sync had not failed: when a sync fails, the call raises "
                "`Unavailable`, and the log goes on (rule 6)."
            )
        self.fails -= 1
        self.begun.pop(name, None) if verb in ("step", "finish") else None
        if verb == "execute":
            self.unsure = True
            self.truths[name].add(self.truths[name].execute(rest[1], rest[0])[1], rest[0])

    def at_died(self, row):
        verb, *rest = self.script[row] if row >= 0 else ("born",)
        self.fails, self.begun = 0, {}
        if verb == "execute" and not self.unsure:
            keys = self.truths[rest[0]].execute(rest[2], rest[1])[1]
            if keys is not None:
                self.truths[rest[0]].add(keys, rest[1])
        self.unsure = False

    def at_found(self, row, name, found):
        truth = self.truths[name]
        count = truth.fits(found, self.now, self.keys, truth.must)
        if count is None:
            self.lost(truth, found)
        if self.unsure:
            must, self.unsure = truth.must, False
            truth.back(count)
            truth.must = min(must, count)
        elif row < 0 or self.script[row][0] in ("crash", "restore") or self.reborn(row):
            truth.back(count)

    def reborn(self, row):
        return any(event[0] == row and event[1] == "died" for event in self.events)

    def lost(self, truth, found):
        due = shown(truth.states[-1], self.now, self.keys)
        wrong = [(one, other) for one, other in zip(found, due, strict=True) if one != other]
        now = f"{self.now:g} s: " if self.now else ""
        (key, value, end), (_, value_due, end_due) = wrong[0] if wrong else (found[0], due[0])
        what = f"{short(key)} is {short(value)}, and {short(value_due)} is due"
        if value == value_due:
            what = f"the life of {key!r} ends at {end} ms, and at {end_due} is due (-1: none, -2: no key)"
        self.fail(f"At {now}{what}. {self.why}")


def play(lab, script, why, told="", **options):
    """One play, judged."""
    report = lab.bring(HERE / "beside_log.py", every=8, first=12).lives(script, **options)
    return Seen(script, options, report, why, told).walk()


def play_all(lab, several, why):
    """Several plays, each (script, options, what is told of it)."""
    for bring, those in lab.in_turn(several, FAR):
        for start in range(0, len(those), 60):
            part = those[start : start + 60]
            reports = bring(HERE / "beside_log.py").all_lives([[script, options] for script, options, _ in part])
            for (script, options, told), report in zip(part, reports, strict=True):
                yield Seen(script, options, report, why, told).walk()


def execute(now, *request, name="log"):
    """A row: a request of words."""
    return ["execute", name, now, [word if isinstance(word, bytes) else str(word).encode() for word in request]]
