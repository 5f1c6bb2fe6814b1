"""Lab 02, part 1: how many machines."""

from math import log
from random import Random

import pytest

from .mistakes import mistake
from .staffing import least

SECONDS = [
    (7.3, 1, 8),
    (23.1, 1, 9),
    (22.98, 1, 9),
    (9.6, 1, 5),
    (9.6, 1, 4.7),
    (0.5, 1, 6),
    (0.5, 1, 10),
    (51.9, 1, 12),
]


def drawn(count, seed="needed"):
    """Cases with numbers of no kind: services from a millisecond to half a minute, loads of all sizes."""
    rng = Random(seed)
    for _ in range(count):
        service, offered = 10 ** rng.uniform(-3, 1.5), 10 ** rng.uniform(-1.5, 2.4)
        yield offered / service, service, service * rng.uniform(4.62, 12.0)


def told(case):
    return f"`needed(rate={case[0]:.6g}, service={case[1]:.6g}, p99={case[2]:.6g})`"


def answered(lab, cases):
    """{case: answer}, each of them a whole number or None."""
    found = {case: lab.needed(*case) for case in cases}
    for case, answer in found.items():
        whole = answer is None or type(answer) is int
        assert whole, f"By rule 1 {told(case)} is a whole number of machines, and yours returned {answer!r}."
    return found


def compare(lab, cases, words):
    """Each answer with ours; a mistake that explains all of the answers is named instead of `words`."""
    found = answered(lab, cases)
    for case, answer in found.items():
        if answer != least(*case):
            named = mistake(found) or words
            raise AssertionError(f"By {named}. {told(case)} is {least(*case)}, and yours is {answer}.")


@pytest.mark.rule(1)
def test_it_is_the_least_number_that_keeps_the_promise(lab):
    compare(lab, SECONDS, "rule 1 it is the least number of machines with which 99 % of the requests are in time")


@pytest.mark.rule(2)
def test_another_unit_of_time_needs_the_same_machines(lab):
    cases = [(7.7, 1, 6), (7_700, 0.001, 0.006), (0.0019, 4_000, 24_000), (0.71, 13.0, 70.0), (710.0, 0.013, 0.07)]
    cases += [(2.3e-6, 1e6, 5e6), (30.4e-6, 1e6, 5e6)]
    compare(lab, cases, "rule 2 the unit of time changes nothing: only rate * service and p99 / service matter")


@pytest.mark.rule(3)
def test_a_queue_that_does_not_settle_is_no_answer(lab):
    whole = [(n / service, service, 9.3 * service) for n in (1, 2, 3, 7, 40) for service in (1.0, 0.25, 8.0)]
    loose = [(rate, 1.0, 500.0) for rate in (1, 2, 5, 0.93, 1.93, 2.97, 11.98)]
    words = "rule 3 the load of each machine is below 1, and where rate * service is whole, it takes one more"
    compare(lab, [(8, 1, 6), (24, 1, 6), *whole, *loose], words)


@pytest.mark.rule(3)
def test_a_load_that_is_whole_but_for_its_last_digits(lab):
    words = (
        "rule 3 the one machine more, where `rate * service` is a whole number, can be judged too: in floats s is 1 "
        "but for its last digits, where a fraction with s - 1 below it is noise; compare with a tolerance"
    )
    compare(lab, [(100, 0.07, 0.4326), (11 / 0.3, 0.3, 1.893), (60 / 7, 0.7, 4.298)], words)


@pytest.mark.rule(5)
def test_nothing_to_do_needs_one_machine(lab):
    for service in (1.0, 0.02):
        answer = lab.needed(0, service, 6 * service)
        assert answer == 1, f"By rule 5 a rate of 0 needs one machine, and yours gives {answer!r}."


@pytest.mark.rule(4)
def test_none_where_the_work_alone_takes_too_long(lab):
    for service in (1.0, 0.013, 7.7):
        for rate in (0.3, 10.0, 90.0):
            for share in (0.01, 0.5, 0.97, 0.9999):
                case = rate / service, service, share * service * log(100)
                answer = lab.needed(*case)
                assert answer is None, (
                    f"By rule 4 {told(case)} is None, for no number of machines is enough: the work alone takes longer "
                    f"than service * log(100) = {service * log(100):.4g} s once in a hundred times; yours is {answer}."
                )
    for rate in (0.3, 2.0, 10.0, 90.0):
        case = rate, 1.0, 1.0004 * log(100)
        [answer] = answered(lab, [case]).values()
        assert answer is not None, (
            f"By rule 4 it is None only where no number of machines is enough: {told(case)} is {least(*case)}, just "
            f"above service * log(100), and yours is None."
        )


@pytest.mark.rule(5)
def test_thousands_of_machines_are_no_trouble(lab):
    cases = [(180, 1, 5), (700, 1, 6), (2_500, 1, 4.8), (10_000, 1, 5), (33_000, 0.3, 2.0), (10_000, 1, 4.606)]
    compare(lab, cases, "rule 5 it answers for 10,000 machines too, as exactly as for ten")


@pytest.mark.rule(1, 2, 3, 4, 5)
def test_it_is_the_formula_for_any_numbers(lab):
    words = "rule 1 it is the least number of machines with which 99 % of the requests are answered in time"
    compare(lab, list(drawn(150)), words)
