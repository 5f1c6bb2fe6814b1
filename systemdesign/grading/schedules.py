"""Schedules of faults: generated and shrunk by Hypothesis, or given."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies

from systemdesign.grading.process import Gone
from systemdesign.grading.story import Event, Story

REPLAY = pytest.StashKey()
SMALLEST = "the smallest schedule found"
FIRST = "the first schedule found, which ends your process: no smaller one is looked for"
GIVEN = "the first of the given schedules that breaks it"
"""Why the student sees this schedule and no other."""


def events(targets, verbs, until, most):
    event = strategies.builds(
        Event, strategies.integers(1, until), strategies.sampled_from(verbs), strategies.sampled_from(targets)
    )
    return strategies.lists(event, max_size=most).map(lambda found: sorted(found, key=lambda event: event.time))


def schedules(name, *, targets, verbs, until=30, most=6, examples=30):
    """Judge a check under many schedules. `name` is the part's number, a point, and a word: "2.outliers".

    The check takes the lab and a Story. The schedules are the same on every machine; when one breaks the
    answer, the smallest such schedule is what the student sees.
    """
    found = events(targets, verbs, until, most)
    return scheduled(name, targets, verbs, lambda trial: searched(trial, found, examples), SMALLEST)


def scripted(name, script, *, targets, verbs):
    """Judge a check under the schedules of `script`, each (seed, [Event, …]): where trials are too dear for a search.

    Otherwise as `schedules`; the first that breaks the answer is what the student sees.
    """

    def played(trial):
        for seed, found in script:
            trial(seed, found)

    return scheduled(name, targets, verbs, played, GIVEN)


def scheduled(name, targets, verbs, trials, choice):
    """The check, judged by what `trials` does with a Trial, or in a replay by that schedule alone."""

    def decorate(check):
        def judge(lab, request):
            trial = Trial(check, lab, name, choice)
            replay = request.config.stash.get(REPLAY, None)
            if replay:
                known(replay[2], targets, verbs)
                return trial(*replay[1:])
            return trials(trial)

        judge.__name__, judge.__doc__, judge.__module__ = check.__name__, check.__doc__, check.__module__
        return pytest.mark.schedule(name)(judge)

    return decorate


def known(replayed, targets, verbs):
    """A replay with faults that this check doesn't know is no check at all."""
    if any(event.verb not in verbs or event.target not in targets for event in replayed):
        pytest.skip("these are not the faults of this check")


def searched(trial, schedule, examples):
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=strategies.integers(0, 9), found=schedule)
    def search(seed, found):
        trial(seed, found)

    search()


class Trial:
    """Runs the check once, and ties the story to the error that ends it."""

    def __init__(self, check, lab, name, choice):
        self.check, self.lab, self.name, self.choice, self.fatal = check, lab, name, choice, None

    def __call__(self, seed, events):
        story, self.lab.plays.seed = Story(self.name, seed, events, self.choice), seed
        try:
            self.check(self.lab, story)
        except Gone as error:  # nothing can be shrunk once the process is lost
            self.fatal = error.story = self.fatal or story
            self.fatal.choice = FIRST if self.choice == SMALLEST else self.choice
            raise
        except Exception as error:
            error.story = story
            raise
        finally:
            self.lab.plays.seed = None
