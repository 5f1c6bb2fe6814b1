import itertools
import time

from tests.quiet import quietly


def held_up(times):
    """A measurement that gives how often it was taken, and holds the whole process up the first `times` times."""
    counter = itertools.count(1)

    def measure():
        number = next(counter)
        if number <= times:
            assert 3 ** 3_000_000  # one instruction: no other thread gets its turn
        time.sleep(0.02)
        return number

    return measure


def test_a_measurement_that_was_not_held_up_is_taken_once():
    assert quietly(held_up(0), stall=60.0) == 1


def test_a_measurement_that_was_held_up_is_taken_again():
    assert quietly(held_up(2), stall=0.05) >= 3


def test_a_machine_that_is_never_quiet_gives_its_last_measurement():
    assert quietly(held_up(0), stall=0.0, tries=3) == 3
