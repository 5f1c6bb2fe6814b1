"""Part 2 of lab 02 once more, as plainly as it can be said, and what else an answer may be doing instead."""


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


SUSPECTS = {
    "rule 1 it goes up at once, and comes down late; yours does both at once": at_once,
    "rule 1 it goes up at once; yours takes the least of the window, and delays the way up": slow_both_ways,
    "rule 1 this call's `wanted` is included; yours returns what was wanted before": without_itself,
    "rule 2 what is older than `seconds` is forgotten; yours never comes down": for_ever,
    "rule 2 what was wanted exactly `seconds` ago is forgotten; yours still counts it": with_the_end,
    "rule 3 what was wanted counts, and not what was returned: yours renews its own answers": what_was_returned,
    "rule 3 each call leaves its own number for its own `seconds`; yours knows the highest alone, and falls past the "
    "others when that is over": since_the_last_rise,
    "rule 3 each call leaves its own number, also one at the same time as another; yours keeps one of them": (
        one_of_a_time
    ),
}
"""What is wrong, and what it returns."""


class Memory:
    """One `Calm` under judgement, told what to want and when."""

    def __init__(self, calm, seconds):
        self.calm, self.seconds, self.past, self.found = calm, seconds, [], []

    def want(self, time, wanted):
        """Ask it, and compare. What is wrong as a sentence, else None."""
        self.past.append((time, wanted))
        self.found.append(self.calm(time, wanted))
        if self.found[-1] != kept(self.past, self.seconds):
            return f"By {self.mistake()}. {self.example()}"

    def mistake(self):
        starts = range(1, len(self.past) + 1)
        for words, formula in SUSPECTS.items():
            if [formula(self.past[:end], self.seconds) for end in starts] == self.found:
                return words
        return "rule 1 it returns the most that was wanted in the last `seconds`"

    def example(self):
        told = ", ".join(f"{wanted} at {time:g} s" for time, wanted in self.past[-6:])
        return (
            f"With seconds={self.seconds:g}, wanted {told}: that makes {kept(self.past, self.seconds)} now, and yours "
            f"returned {self.found[-1]!r}."
        )
