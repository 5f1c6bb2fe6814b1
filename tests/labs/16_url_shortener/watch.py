"""The rules of part 3 of lab 16, once more: what each reader gets and when, and when the origin may be asked."""

VERBS = {"purge": 3, "created": 4}
DEFAULTS = {"ttl": 60.0, "absent_ttl": 5.0, "grace": 300.0, "most": 1000}
RULES = {
    1: "A URL is kept for `ttl` seconds, and None for `absent_ttl`; after that the origin is asked anew (rule 1).",
    2: "For each code one call is under way at a time, made at once, and all who ask meanwhile wait for it (rule 2).",
    3: "When `purge` has returned, nobody gets an answer that the origin was asked for before; others notice nothing "
    "(rule 3).",
    4: "When `created` has returned, nobody gets a None that was asked for before; a kept URL stays kept (rule 4).",
    5: "Where the origin raises a ServiceError, they get the kept URL, for `ttl + grace` s, or that error (rule 5).",
    6: "At most `most` answers are kept, and the least recently used one is forgotten for one more (rule 6).",
}


class Wrong(AssertionError):
    """What was seen is against a rule."""


class Watch:
    """Walks through what happened, and fails at the first event that should not be, or is missing.

    `rule` is the one that a story is about, where it is about one: then it is named, whatever comes out of step.
    """

    def __init__(self, events, options, service, rule=None):
        self.options, self.events, self.service, self.rule = DEFAULTS | options, events, service, rule
        self.kept, self.gone = {}, {}
        self.under_way, self.begun, self.void = {}, {}, {}
        self.waiting, self.due, self.must_begin, self.outcomes = {}, {}, {}, {}
        self.left, self.time = set(), 0.0

    def walk(self):
        for time, what, *rest in self.events:
            if time > self.time:
                self.on_time()
            self.time = time
            getattr(self, f"on_{what}")(*rest)
        self.time = float("inf")
        self.on_time()
        for code, touched in self.waiting.values():
            self.wrong(touched or 2, f"a reader of {code!r} had no answer, a minute after the last event")

    def wrong(self, rule, what, sure=False):
        raise Wrong(f"{self.told()}: {what}. {RULES[rule if sure else self.rule or rule]}")

    def told(self):
        at = f"At {self.time:.4f} s" if self.time < float("inf") else "In the end"
        return at + f", with {', '.join(f'{name} {value:g}' for name, value in self.options.items())}"

    def age(self, code):
        return self.time - self.kept[code][1]

    def fresh(self, code):
        if code not in self.kept:
            return False
        return self.age(code) < self.options["absent_ttl" if self.kept[code][0] is None else "ttl"]

    def use(self, code):
        self.kept[code] = self.kept.pop(code)
        return self.kept[code][0]

    def on_time(self):
        """At the end of a moment all that was due at that moment has come."""
        for code, asked in self.must_begin.items():
            rule, why = self.why(code)
            what = f"somebody asked for {code!r} at {asked:.4f} s, {why}, and the origin was not asked at once"
            self.wrong(rule, what, sure=rule == 2)
        for code, how, value, rule in self.due.values():
            self.wrong(rule, f"a reader of {code!r} was due to have {value!r} ({how}) at once, and did not")

    def why(self, code):
        if code in self.kept:
            return 1, f"whose answer {self.kept[code][0]!r} had come at {self.kept[code][1]:.4f} s"
        return self.gone.get(code, (2, "which nobody had asked for before"))

    def on_asks(self, who, code):
        if self.fresh(code):
            self.due[who] = code, "returned", self.use(code), 1
            return
        self.waiting[who] = code, None
        if code not in self.under_way:
            self.must_begin.setdefault(code, self.time)

    def on_begins(self, number, code):
        if code in self.under_way:
            self.wrong(2, f"the origin was asked for {code!r}, for which call {self.under_way[code]} was under way")
        if self.fresh(code):
            rule = 6 if len(self.kept) == self.options["most"] else 1
            answer, age = self.kept[code][0], self.age(code)
            what = (
                f"the origin was asked for {code!r}, whose answer {answer!r} had come {age:.4f} s before, and is kept"
            )
            self.wrong(rule, what)
        if not any(code == other for other, _ in self.waiting.values()):
            self.wrong(1, f"the origin was asked for {code!r}, and no reader was waiting for that")
        self.under_way[code], self.begun[number] = number, self.time
        self.must_begin.pop(code, None)

    def on_ends(self, number, code, how, value):
        if number in self.void:
            return
        del self.under_way[code]
        readers = [who for who, (other, _) in self.waiting.items() if other == code]
        if how == "left":
            if readers:
                self.wrong(2, f"the call for {code!r} was given up, and a reader still waited for it")
            return
        outcome, rule = self.settled(number, code, how, value), 1 if how == "returned" else 5
        self.outcomes.setdefault(code, []).append(outcome)
        for who in readers:
            if self.waiting[who][1] is None:
                del self.waiting[who]
                self.due[who] = code, *outcome, rule

    def settled(self, number, code, how, value):
        """(how, value) that readers are due."""
        if how == "returned":
            self.kept.pop(code, None)
            self.kept[code] = value, self.time
            if len(self.kept) > self.options["most"]:
                oldest = next(iter(self.kept))
                del self.kept[oldest]
                self.gone[oldest] = (
                    6,
                    f"which was forgotten as the least recently used of more than {self.options['most']}",
                )
            self.gone.pop(code, None)
            return "returned", value
        good = code in self.kept and self.kept[code][0] is not None
        if number in self.service and good and self.age(code) < self.options["ttl"] + self.options["grace"]:
            return "returned", self.use(code)
        return "raised", number

    def on_purge(self, code):
        self.kept.pop(code, None)
        self.forget(code, 3, "purged")

    def on_created(self, code):
        if code in self.kept and self.kept[code][0] is None:
            del self.kept[code]
        self.forget(code, 4, "created")

    def forget(self, code, rule, how):
        if code in self.under_way:
            self.void[self.under_way.pop(code)] = rule
        if code not in self.kept:
            self.gone[code] = rule, f"which was {how} before"
        self.outcomes[code] = []
        for who, (other, _) in self.waiting.items():
            if other == code:
                self.waiting[who] = code, rule
        self.must_begin.pop(code, None)

    def on_coroutine(self, verb):
        self.wrong(VERBS[verb], f"`{verb}` is a coroutine, and should be none")

    def on_harm(self, verb, code, error):
        self.wrong(VERBS[verb], f"`{verb}({code!r})` raised {error}, and what is not there does no harm", sure=True)

    def on_leaves(self, who):
        if who in self.waiting:
            code, _ = self.waiting.pop(who)
            self.due[who] = code, "raised", "CancelledError", 2

    def on_has(self, who, code, how, value):
        if who in self.due:
            _, right, due, rule = self.due.pop(who)
            if (how, value) != (right, due):
                self.wrong(
                    self.rule_of(code, value, rule),
                    f"a reader of {code!r} had {self.said(how, value)}, and {self.said(right, due)} is due",
                )
            return
        _, touched = self.waiting.pop(who)
        if touched and (how, value) in self.outcomes[code]:
            return
        if touched and self.fresh(code) and value == self.kept[code][0]:
            self.use(code)
            return
        rule, why = self.why(code)
        rule = touched or self.rule_of(code, value, rule)
        self.wrong(
            rule, f"a reader of {code!r}, {why}, had {self.said(how, value)}, before an answer that counts had come"
        )

    def rule_of(self, code, value, otherwise):
        old = isinstance(value, str) and value.removeprefix("https://")
        return self.void.get(int(old), otherwise) if old and old.isdigit() else otherwise

    def said(self, how, value):
        return f"the error of call {value}" if how == "raised" and type(value) is int else f"{value!r}"
