"""Workers and their lock: the recursions, the components and theory say the same."""

from itertools import product

import pytest

from systemdesign import run
from systemdesign.scalability import theory
from systemdesign.scalability.crew import crew
from systemdesign.scalability.workers import finishes, in_step, own_pace

SETTINGS = list(product((1, 2, 10, 44, 120), (0.0, 0.02, 0.1), (0.0, 0.0005, 0.002)))


@pytest.mark.parametrize("setting", SETTINGS)
def test_in_step_is_exactly_the_law(setting):
    assert in_step(*setting) == pytest.approx(theory.usl(*setting), rel=1e-9)


@pytest.mark.parametrize(("workers", "jobs"), [(10, 60_000), (44, 60_000), (100, 40_000)])
def test_at_their_own_pace_is_the_repairman(workers, jobs):
    found = own_pace(workers, 0.02, 0.0005, jobs, seed=1)
    assert found == pytest.approx(theory.repairman(workers, 0.02, 0.0005), rel=0.02)


@pytest.mark.parametrize("setting", [(44, 0.02, 0.0005), (1, 0.02, 0.0005), (7, 0.1, 0.002), (5, 0.0, 0.0)])
def test_in_step_the_components_do_as_many_jobs(setting):
    done = run(crew(*setting, True, until=9.5))
    assert len(done) / done[-1] == pytest.approx(in_step(*setting))


@pytest.mark.parametrize("setting", [(44, 0.02, 0.0005), (1, 0.02, 0.0005), (7, 0.1, 0.002), (5, 0.0, 0.0)])
def test_at_their_own_pace_the_components_finish_each_job_at_the_same_moment(setting):
    done = [time for time in run(crew(*setting, False, until=20.0), 3) if time < 20.0]
    assert done == pytest.approx(sorted(finishes(*setting, len(done), 3))[: len(done)])
