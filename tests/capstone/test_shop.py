"""What the shop keeps true on its worst day: orders, payments, workers."""

from collections import Counter

import pytest

from systemdesign.capstone.board import EVERYTHING, NAIVE, REFERENCE, TEXTBOOK
from systemdesign.capstone.day import day
from systemdesign.capstone.settings import WORKERS
from systemdesign.capstone.traffic import FAULTS, fate, traffic
from tests.capstone.days import after, drawn

WORST = next(seed for seed in range(20) if day(NAIVE, seed).lost > 3)  # a day on which acknowledged orders are lost


def acknowledged(answers, seed):
    """The numbers of the orders that their clients believe in."""
    return {number for number, one in enumerate(traffic(seed)) if not one.product and number in answers}


@pytest.mark.parametrize("design", [NAIVE, REFERENCE], ids=["naive", "reference"])
def test_each_acknowledged_order_is_in_the_survivors_log_or_counted_as_lost(design):
    shop, answers = after(design, WORST)
    lost = {number for number, one in enumerate(day(design, WORST).requests) if one.lost}
    assert acknowledged(answers, WORST) - set(shop.database.orders) == lost
    assert bool(lost) == (design["acknowledge"] == "primary")


def test_what_is_lost_was_acknowledged_in_the_last_moments_of_the_primary():
    dies, _ = fate(WORST)[0]["primary dies"]
    times = [one.time for one in day(NAIVE, WORST).requests if one.lost]
    assert times and all(dies - 3.1 < time < dies for time in times)  # 1.5 s unheard, 1.5 s of patience, the copy's lag


@pytest.mark.parametrize("design", [REFERENCE, dict(REFERENCE, tries=3, limit=0.5), EVERYTHING])
def test_every_order_that_was_published_is_paid_at_the_end_and_once(design):
    shop, answers = after(design)
    published = {visit.id for _, visit in shop.till.group.log}
    assert shop.payment.paid == dict.fromkeys(published, 1)
    assert acknowledged(answers, 0) <= published
    assert shop.till.group.acked == len(shop.till.group.log) == len(published)


def test_an_order_in_line_is_acknowledged_only_when_it_is_paid():
    shop, answers = after(TEXTBOOK)
    assert acknowledged(answers, 0) <= set(shop.payment.paid)
    assert len(shop.database.orders - set(shop.payment.paid)) > 0  # kept, and given up while the payment hung


@pytest.mark.parametrize(
    "design", [REFERENCE, dict(REFERENCE, limit=0.25), drawn(3)], ids=["reference", "zombies", "3"]
)
def test_no_worker_is_held_twice_and_all_are_free_at_the_end(design):
    held, most = Counter(), Counter()

    def counted(instance):
        handle = instance.handle

        async def noted(visit):
            held[instance.name] += 1
            most[instance.name] = max(most[instance.name], held[instance.name])
            try:
                return await handle(visit)
            finally:
                held[instance.name] -= 1

        instance.handle = noted

    shop, _ = after(design, change=lambda shop: [counted(one) for one in shop.instances])
    assert set(most.values()) == {WORKERS} and not any(held.values())
    assert [one.here for one in shop.instances] == [0] * design["instances"]


def test_without_a_fault_hardly_a_visit_of_the_reference_fails():
    _, answers = after(REFERENCE, without=FAULTS)
    assert len(answers) > 0.9995 * len(traffic(0, crowd=False))
