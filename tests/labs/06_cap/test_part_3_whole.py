"""Lab 06, part 3: all rules together, under generated faults."""

import pytest

from systemdesign.grading.schedules import scheduled, searched

from .causes import linearizable
from .found import CHOICE, found
from .stories import TARGETS, VERBS


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@scheduled("3.faults", TARGETS, VERBS, lambda trial: searched(trial, found(), 60), CHOICE)
def test_one_order_explains_what_all_clients_got_under_any_faults(lab, story):
    history = linearizable(lab, story)
    hanging = next((one for one in history.heard if one.ended is None), None)
    assert not hanging, f"{hanging}: answers are awaited from a majority of the replicas, and from no more (rule 1)."
