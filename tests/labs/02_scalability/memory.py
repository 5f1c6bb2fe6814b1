"""Part 2 of lab 02 once more, as plainly as it can be said, and what else an answer may be doing instead."""

from itertools import accumulate


def kept(past, seconds):
    """`past` are (time, wanted), this call's last: the most of those less than `seconds` old."""
    now = past[-1][0]
    return max(wanted for time, wanted in past if now - time < seconds)


def with_the_end(past, seconds):
    now = past[-1][0]
    return max(wanted for time, wanted in past if now - time <= seconds)


def at_once(past, seconds):
    return past[-1][1]


def slow_both_ways(past, seconds):
    now = past[-1][0]
    return min(wanted for time, wanted in past if now - time < seconds)


def without_itself(past, seconds):
    now = past[-1][0]
    return max([wanted for time, wanted in past[:-1] if now - time < seconds] or [past[-1][1]])


def for_ever(past, seconds):
    return max(wanted for _, wanted in past)


def what_was_returned(past, seconds):
    """Remembers its own answers, and so never comes down while it is asked often."""
    given = []
    for time, wanted in past:
        given.append((time, max([wanted, *(number for since, number in given if time - since < seconds)])))
    return given[-1][1]


def since_the_last_rise(past, seconds):
    """Holds for `seconds` from the last rise, and falls to the present wish then."""
    held, since = past[0][1], past[0][0]
    for time, wanted in past:
        if wanted >= held or time - since >= seconds:
            held, since = wanted, time
    return held


def one_of_a_time(past, seconds):
    """Keeps one number for each time, the last."""
    return kept(list(dict(past).items()), seconds)


def nothing_is_one(past, seconds):
    return kept([(time, wanted or 1) for time, wanted in past], seconds)


SUSPECTS = {
    "rule 1 it goes up at once, and comes down late; yours does both at once": at_once,
    "rule 1 it goes up at once; yours takes the least of the window, and delays the way up": slow_both_ways,
    "rule 1 this call's `wanted` is included; yours returns what was wanted before": without_itself,
    "rule 2 what is older than `seconds` is forgotten; yours never comes down": for_ever,
    "rule 2 what was wanted exactly `seconds` ago is forgotten; yours still counts it": with_the_end,
    "rule 3 what was wanted counts, and not what was returned: yours renews its own answers": what_was_returned,
    "rule 3 each call leaves its own number for its own `seconds`; yours knows the highest alone, and falls past the "
    "others when that is over": since_the_last_rise,
    "rule 3 each call leaves its own number behind, be it 0: that is a number too": nothing_is_one,
    "rule 3 each call leaves its own number, also one at the same time as another; yours keeps one of them": (
        one_of_a_time
    ),
}
"""What is wrong, and what it returns."""


class Memory:
    """One `Calm` under judgement, told what to want and when. `make` makes another one like it."""

    def __init__(self, make, seconds):
        self.make, self.seconds, self.calm = make, seconds, make(seconds)
        self.past, self.found = [], []

    def want(self, time, wanted):
        self.past.append((time, wanted))
        self.found.append(self.calm(time, wanted))
        assert isinstance(self.found[-1], (int, float)), (
            f"By rule 1 it returns the most that was wanted, a number, in every call; yours is {self.found[-1]!r}."
        )

    def by(self, formula):
        """What this formula would have returned, call by call."""
        return [formula(self.past[: end + 1], self.seconds) for end in range(len(self.past))]

    def wrong(self, otherwise):
        """What is wrong, as a sentence, or None; `otherwise` is the rule where no mistake explains all the answers."""
        due = self.by(kept)
        if due != self.found:
            call = next(number for number, one in enumerate(due) if one != self.found[number])
            return f"By {self.mistake() or otherwise}. {self.example(call, due[call])}"

    def mistake(self):
        again = self.make(self.seconds)
        if [again(*call) for call in self.past] != self.found:
            return "rule 4 each Calm remembers for itself, and a new one has nothing to remember: keep it in `self`"
        for words, formula in SUSPECTS.items():
            if self.by(formula) == self.found:
                return words
        highest = accumulate((wanted for _, wanted in self.past), max)
        strange = next((number for number, most in zip(self.found, highest) if number > most), None)
        if strange is not None:
            return f"rule 4 each Calm remembers for itself: {strange} nobody wanted of this one; use `self`"
        return None

    def example(self, call, due):
        told = ", ".join(f"{wanted} at {time:g} s" for time, wanted in self.past[max(0, call - 5) : call + 1])
        return (
            f"With seconds={self.seconds:g}, wanted {told}: that makes {due}, and yours returned {self.found[call]!r}."
        )
