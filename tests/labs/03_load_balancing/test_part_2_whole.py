"""Lab 03, part 2, outlier ejection: all rules together."""

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules

from .outliers import Outliers, rules
from .scene import at, farm, names


class Pair:
    """The student's Ejection and the model, told the same."""

    def __init__(self, lab, servers, options, beside=""):
        self.servers, self.options, self.beside = {server.name: server for server in servers}, options, beside
        self.ejection, self.model = lab.Ejection(servers, **options), Outliers(names(servers), **options)

    def report(self, event):
        server = self.servers[event.target]
        tell = self.ejection.succeeded if event.verb == "succeed" else self.ejection.failed
        for _ in range(self.model.failures if event.verb == "keep-failing" else 1):
            tell(server)
            self.model.report(event.verb, event.target)

    async def compare_ends(self, until):
        """At each end of an ejection up to then, and shortly before."""
        ends = {account.until for account in self.model.accounts.values()}
        for moment in sorted(end + early for end in ends for early in (-1 / 64, 0)):
            if now() < moment < until:
                await at(moment)
                self.compare()

    def compare(self, note=lambda words: None, what="by itself"):
        got, due = names(self.ejection.available()), "".join(self.model.available())
        note(f"{what}: available {got or 'none'}" + ("" if got == due else f", should be {due or 'none'}"))
        if got != due:
            raise AssertionError(self.difference(got, due))

    def difference(self, got, due):
        wrong = next((name for name in self.servers if (name in got) != (name in due)), None)
        why = self.model.reason(wrong) if wrong else "keep the order in which the servers were given (rule 5)"
        options = ", ".join(f"{name}={value:g}" for name, value in self.options.items())
        return f"Available should be {due or 'none'}, and yours is {got or 'none'} ({options}): {why}.{self.beside}"


SECOND = " It is the second of two that are told the same: each `Ejection` has its own accounts (rule 5)."
TOLD = {"fail": "fails", "keep-failing": "fails time and again", "succeed": "succeeds"}


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("2.outliers", targets="abc", verbs=list(TOLD), until=20, most=20, examples=150)
def test_the_rules_hold_for_any_sequence_of_reports(lab, story):
    fleet, options = rules(story.seed)
    unit = 47 / 64 if story.seed % 2 else 1.0

    async def main():
        servers = farm(fleet)
        pairs = [Pair(lab, servers, options)]
        if story.seed % 2:
            pairs.append(Pair(lab, servers, {**options, "failures": options["failures"] + 1}, SECOND))
        for event in story.events:
            await pairs[0].compare_ends(event.time * unit)
            await at(event.time * unit)
            for pair in pairs:
                pair.report(event)
            pairs[0].compare(story.note, f"{event.target} {TOLD[event.verb]}")
            pairs[-1].compare()
        await pairs[0].compare_ends(60.0)

    run(main, seed=story.seed, shuffle=story.order)
