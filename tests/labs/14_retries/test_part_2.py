"""Lab 14, part 2: the budget."""

from systemdesign import now, run
from systemdesign.grading.schedules import schedules

from .scene import until


def granted(budget, times=50):
    return sum(bool(budget.may_retry()) for _ in range(times))


def ask(budget, times):
    for _ in range(times):
        budget.asked()


def test_a_client_that_hardly_asks_has_its_least(lab):
    async def main():
        return granted(lab.Budget(ratio=0.1, least=3))

    assert run(main) == 3, "With no request at all, `least` retries are affordable: 3 here, and not one more."


def test_a_retry_is_not_a_request(lab):
    async def main():
        budget = lab.Budget(ratio=0.5, least=0)
        ask(budget, 10)
        return granted(budget, 100)

    found = run(main)
    assert found == 5, f"10 requests at a ratio of 0.5 are 5 retries, and you granted {found}: retries earn nothing."


def test_requests_earn_their_ratio(lab):
    async def main():
        budget = lab.Budget(ratio=0.25, least=2)
        ask(budget, 20)
        return granted(budget)

    found = run(main)
    assert found == 7, f"20 requests at a ratio of 0.25, and `least` 2, are 7 retries; you granted {found}."


def test_a_retry_is_granted_only_when_it_is_paid_for_in_full(lab):
    async def main():
        budget = lab.Budget(ratio=0.25, least=0)
        ask(budget, 7)
        return granted(budget)

    assert run(main) == 1, "Seven requests at a ratio of 0.25 are one retry, not two: count the one asked about, too."


def test_a_refusal_costs_nothing(lab):
    async def main():
        budget = lab.Budget(ratio=0.5, least=1)
        first = granted(budget)
        ask(budget, 4)
        return first, granted(budget)

    assert run(main) == (1, 2), "A retry that you refused is not made: count only those that you granted."


def test_the_window_slides(lab):
    async def main():
        budget, found = lab.Budget(ratio=0.0, least=3, window=10.0), []
        for time in (8.0, 12.0, 18.0):
            await until(time)
            found.append(granted(budget))
        return found

    found = run(main)
    assert found == [3, 0, 3], (
        f"Retries at 8 s count until 18 s. You granted {found} at 8, 12 and 18 s: a window that starts afresh at 10 s "
        "lets twice as many through."
    )


def test_a_quiet_day_leaves_no_savings(lab):
    async def main():
        budget = lab.Budget(ratio=0.1, least=2, window=10.0)
        for second in range(200):
            await until(second)
            ask(budget, 10)
        return granted(budget, 500)

    found = run(main)
    assert found == 12, (
        f"Only the last 10 s count: 100 requests and `least` 2 are 12 retries, and you granted {found}. "
        "Forget requests that are older than the window."
    )


def test_retries_are_forgotten_too(lab):
    async def main():
        budget = lab.Budget(ratio=0.0, least=3, window=10.0)
        found = []
        for time in (0.0, 9.0, 10.0):
            await until(time)
            found.append(granted(budget))
        return found

    first, early, due = run(main)
    assert (first, early) == (3, 0), "Retries made 9 s ago still count in a window of 10 s."
    assert due == 3, "What happened exactly `window` seconds ago is forgotten: the three retries are affordable again."


class Ledger:
    """The rule of part 2, once more, as plainly as it can be said."""

    def __init__(self, ratio, least, window):
        self.ratio, self.least, self.window, self.asked, self.made = ratio, least, window, [], []

    def lately(self, times):
        return sum(now() - time < self.window for time in times)

    def may_retry(self):
        yes = self.lately(self.made) + 1 <= self.least + self.ratio * self.lately(self.asked)
        if yes:
            self.made.append(now())
        return yes


RULES = {"ratio": 0.5, "least": 1, "window": 5.0}


@schedules("2.window", targets=["shop"], verbs=["ask", "retry"], until=20, most=14, examples=40)
def test_the_budget_is_the_rule_at_every_moment(lab, story):
    async def main():
        budget, ledger = lab.Budget(**RULES), Ledger(**RULES)
        for event in story.events:
            await until(event.time)
            if event.verb == "ask":
                budget.asked()
                ledger.asked.append(now())
                story.note("a request")
                continue
            found, right = bool(budget.may_retry()), ledger.may_retry()
            story.note(f"a retry: {'granted' if found else 'refused'}")
            assert found == right, (
                f"This retry should be {'granted' if right else 'refused'}: in the last 5 s there were "
                f"{ledger.lately(ledger.asked)} requests and {ledger.lately(ledger.made) - right} retries, "
                "with ratio 0.5 and least 1."
            )

    run(main, seed=story.seed)
