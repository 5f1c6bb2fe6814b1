"""Part 2 of lab 03 once more, as a model to compare with: it gives its reasons."""

from math import inf
from random import Random

from systemdesign import now

ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


class Account:
    """What the rules know of one server, and why it is in or out."""

    def __init__(self, name):
        self.name, self.row, self.times, self.since, self.until = name, 0, 0, 0.0, -inf
        self.late = False
        self.why = f"{name} has never failed (rule 1)"

    @property
    def out(self):
        return now() < self.until

    def reason(self):
        if self.late:
            return f"reports about {self.name} while it was ejected change nothing (rule 4)"
        over = f"{self.name}'s {self.sentence} was over at {self.until:g} s (rule 2)"
        if self.times and not self.out and now() >= self.until > self.since:
            return f"{over}, and {self.why}" if self.row else over
        return self.why

    @property
    def sentence(self):
        return f"{ORDINALS.get(self.times, f'{self.times}th')} ejection"


class Outliers:
    """The rules of part 2, once more, as plainly as they can be said."""

    def __init__(self, names, failures=5, base=30.0, longest=300.0, share=0.1):
        self.failures, self.base, self.longest, self.share = failures, base, longest, share
        self.accounts = {name: Account(name) for name in names}
        self.most = max(1, share * len(names))

    def available(self):
        return [name for name, account in self.accounts.items() if not account.out]

    def report(self, verb, name):
        account = self.accounts[name]
        account.late = account.out
        if account.out:
            return
        if verb == "succeed":
            account.row, account.why = 0, f"a success started {name}'s count again (rule 1)"
            return
        account.row += 1
        if account.row < self.failures:
            account.why = f"{name} has failed {account.row} of the {self.failures} times in a row that eject (rule 1)"
        else:
            self.judge(account)

    def judge(self, account):
        """It has failed often enough. Is there room?"""
        out = len(self.accounts) - len(self.available())
        room = f"{out} of {len(self.accounts)} are out already, share={self.share:g}"
        if out + 1 > self.most:
            account.why = f"{account.name} is spared: {room} (rule 3)"
        else:
            spared = account.row > self.failures
            account.why = self.sentenced(account, spared, room if out or spared else None)

    def sentenced(self, account, spared, room):
        account.times, account.row, account.since = account.times + 1, 0, now()
        lasts = min(self.base * account.times, self.longest)
        account.until = now() + lasts
        if spared:
            return f"{account.name} was spared before, and now there is room: {room} (rule 3)"
        if room:
            return f"{account.name} is ejected, there is room: {room} (rule 3)"
        return f"{account.name} has failed {self.failures} times in a row and is ejected (rule 1)"

    def reason(self, name):
        """Why this server is in or out now."""
        account = self.accounts[name]
        if account.out and now() > account.since and not account.late:
            return f"{name}'s {account.sentence} began at {account.since:g} s and lasts to {account.until:g} s (rule 2)"
        return account.reason()


def rules(seed):
    """The servers of a trial, of which a, b and c fail, and its parameters; all times are sums of powers of two."""
    if seed == 0:
        return "abc", {"failures": 2, "base": 5.0, "longest": 12.0, "share": 0.4}
    rng = Random(seed)
    return rng.choice(["cab", "dbac", "bxca"]), {
        "failures": rng.choice([1, 2, 2, 3]),
        "base": rng.choice([5.0, 4.75, 2.375]),
        "longest": rng.choice([12.0, 7.125, 100.0, 2.25]),
        "share": rng.choice([0.4, 0.5, 0.75]),
    }
