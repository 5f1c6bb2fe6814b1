"""Lives of a process with the student's logs on one disk: reports what was answered, what was called, what was found.

It knows nothing of what should be found: that is judged on the other side of the line.
"""

from systemdesign.sim import Files, Unavailable

LEFT = {
    "nothing": lambda unsafe: 0,
    "a byte": lambda unsafe: min(1, unsafe),
    "half": lambda unsafe: unsafe // 2,
    "all but a byte": lambda unsafe: max(0, unsafe - 1),
    "all": lambda unsafe: unsafe,
}


class Died(BaseException):
    """The process is no more."""


class Over(BaseException):
    """There is no next process."""


def opened(files, calls, death, row):
    """The disk as one life of a process has it, a closure: it dies at call number `death[0]`, done if `death[1]`."""

    class Opened:
        pass

    def offered(name):
        def call(self, *args):
            if calls and calls[-1][-1] == "died":
                raise Died
            calls.append([row(), name, str(args[0]), "under way"])
            last = len(calls) == death[0]
            if last and not death[1]:
                calls[-1][-1] = "died"
                raise Died
            try:
                value = getattr(files, name)(*args)
            except Exception as error:
                calls[-1][-1] = type(error).__name__
                raise
            calls[-1][-1] = "died" if last else "done"
            if last:
                raise Died
            return value

        return call

    for name in files.offers:
        setattr(Opened, name, offered(name))
    return Opened()


class Stage:
    """Plays rows: [verb, …] of `execute name now request`, `tick name now`, `rewrite name`, `step name count`,
    `finish name`, `fail`, `sync`, `crash left`, `keep` and `restore`, the files as they were then.

    `deaths` are those of the lives in turn, (call, done), and `left` is what they leave. After each birth, and after
    a call that was Unavailable, all `keys` are looked at.
    """

    def __init__(self, names, policy, deaths, left, keys):
        self.names, self.deaths, self.left, self.keys = names, list(deaths), left, keys
        self.policy = () if policy is None else (policy,)
        self.files, self.events, self.calls, self.now, self.row = Files(), [], [], 0.0, -1

    def born(self):
        """Begin a life, and another one if that dies as it begins."""
        while True:
            death = self.deaths.pop(0) if self.deaths else (0, False)
            self.calls.append([])
            disk = opened(self.files, self.calls[-1], death, lambda: self.row)
            self.logs, self.rewrites = {}, {}
            try:
                for name in self.names:
                    self.logs[name] = book.Log(disk, name, book.Keys(), *self.policy)  # noqa: F821
                    self.look(name)
                return
            except (ValueError, LookupError, Unavailable) as error:
                self.note("unread", f"{type(error).__name__}: {error}")
                raise Over from None
            except Died:
                self.note("died")
                self.files.crash(LEFT[self.left])

    def note(self, what, *more):
        self.events.append([self.row, what, *more])

    def look(self, name):
        found = []
        for key in self.keys:
            asked = [self.logs[name].execute([verb, key], self.now) for verb in (b"GET", b"PEXPIRETIME")]
            found.append([key, *asked])
        self.note("found", name, found)

    def play(self, script):
        try:
            self.born()
            for self.row, (verb, *rest) in enumerate(script):
                self.go(verb, *rest)
        except Over:
            pass
        return [self.events, self.calls, {name: len(data) for name, data in self.files.data.items()}]

    def go(self, verb, *rest):
        try:
            self.done(verb, *rest)
        except Died:
            self.note("died")
            self.crash(self.left)

    def done(self, verb, *rest):
        if verb in ("fail", "sync", "crash", "keep", "restore"):
            return getattr(self, verb)(*rest)
        try:
            self.note("reply", getattr(self, verb)(*rest))
        except (Unavailable, ValueError) as error:
            self.note("raised", type(error).__name__)
            if isinstance(error, Unavailable) and verb == "execute":
                self.look(rest[0])

    def execute(self, name, now, request):
        self.now = now
        return self.logs[name].execute(list(request), now)

    def tick(self, name, now):
        self.now = now
        self.logs[name].tick(now)

    def rewrite(self, name):
        self.rewrites[name] = iter(self.logs[name].rewrite())

    def step(self, name, count):
        """How often it yielded, of so many times that it was asked to go on; a rewrite that is over has no steps."""
        return sum(next(self.rewrites.get(name, iter(())), self) is not self for _ in range(count))

    def finish(self, name):
        """How often it yielded; None where there is no rewrite."""
        return sum(1 for _ in self.rewrites.pop(name)) if name in self.rewrites else None

    def fail(self):
        self.files.fail()

    def sync(self):
        for name in list(self.files.data):
            self.files.safe[name] = len(self.files.data[name])

    def keep(self):
        self.kept = dict(self.files.data)

    def restore(self):
        self.files.data, self.files.safe = dict(self.kept), {name: len(data) for name, data in self.kept.items()}
        self.born()

    def crash(self, left):
        self.files.crash(LEFT[left])
        self.born()


def lives(script, names=("log",), policy=None, deaths=(), left="nothing", keys=(b"a", b"b", b"n")):
    """[events, calls, sizes]: [row, what, …], for each life [row, call, file, how], and the length of each file."""
    return Stage(names, policy, deaths, left, keys).play(script)


def all_lives(several):
    """The same of each [script, options]."""
    return [lives(script, **options) for script, options in several]
