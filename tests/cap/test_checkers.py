from itertools import combinations, permutations
from math import inf
from random import Random

import pytest

from systemdesign.cap.history import Operation
from systemdesign.cap.linearizable import Register, Undecided, linearizable
from systemdesign.cap.zones import zones


def write(client, value, called, returned=inf, key="x"):
    return Operation(client, key, "write", value, called, returned)


def read(client, value, called, returned=inf, key="x"):
    return Operation(client, key, "read", value, called, returned)


def explains(order, history):
    """Whether an order keeps who came after whom, and each read has the last value written."""
    value = None
    for place, operation in enumerate(order):
        if any(later.returned < operation.called for later in order[place + 1:]):
            return False
        if operation.kind == "read" and operation.value != value:
            return False
        value = operation.value
    return {operation for operation in history if operation.heard} <= set(order)


def has_an_order(history):
    """By trying all orders, with any of the writes that nobody heard of."""
    heard = [operation for operation in history if operation.heard]
    unheard = [operation for operation in history if not operation.heard and operation.kind == "write"]
    chosen = [[*heard, *some] for n in range(len(unheard) + 1) for some in combinations(unheard, n)]
    return any(explains(order, history) for part in chosen for order in permutations(part))


def any_history(random):
    """One to five operations of three clients; times on a coarse grid, so that many are equal; some unheard."""
    history, free, written = [], {"A": 0, "B": 0, "C": 0}, [None]
    for number in range(random.randint(1, 5)):
        client = random.choice("ABC")
        called = free[client] + random.randint(0, 3)
        returned = called + random.randint(0, 5)
        free[client] = returned
        if random.random() < 0.45:
            written.append(number)
            history.append(write(client, number, called, inf if random.random() < 0.2 else returned))
        else:
            value = random.choice([*written, random.randint(0, 4)])
            history.append(read(client, value, called, inf if random.random() < 0.1 else returned))
    return history


@pytest.mark.parametrize("seed", range(4))
def test_both_checkers_agree_with_all_orders_of_random_histories(seed):
    random = Random(seed)
    found = []
    for _ in range(1000):
        history = any_history(random)
        truth, verdict = has_an_order(history), linearizable(history)
        assert verdict.linearizable is truth, history
        assert (zones(history) is None) is truth, history
        found.append(truth)
        if truth:
            assert explains(verdict.orders["x"], history)
    assert 200 < sum(found) < 800


def healthy(random, clients, count, late=0.0):
    """A history with an order, for each operation has its moment, and the moments of one key differ."""
    moments, free, value, history = [], [0.0] * clients, {}, []
    for number in range(count):
        client = random.randrange(clients)
        called = free[client] + random.expovariate(1)
        moment = called + random.expovariate(1)
        free[client] = moment + random.expovariate(1)
        moments.append((moment, number, client, called, free[client], random.choice("xyz"), random.random() < 0.3))
    for _, number, client, called, returned, key, writes in sorted(moments):
        if writes:
            value[key] = number
        make = write if writes else read
        history.append(make(client, value.get(key), called, inf if random.random() < late else returned, key))
    random.shuffle(history)
    return history


@pytest.mark.parametrize("seed", range(5))
def test_both_accept_what_one_machine_did(seed):
    history = healthy(Random(seed), clients=5, count=300, late=0.02)
    assert linearizable(history)
    assert zones(history) is None


@pytest.mark.parametrize("seed", range(5))
def test_both_refuse_it_when_one_read_has_the_value_before_the_last(seed):
    random = Random(seed)
    history = sorted(healthy(random, clients=4, count=200), key=lambda operation: operation.called)
    last = max(operation.returned for operation in history) + 1
    writes = [write("A", 900, last, last + 1), write("B", 901, last + 2, last + 3)]
    tail = [*writes, read("C", 900, last + 4, last + 5)]
    assert not linearizable([*history, *tail])
    assert zones([*history, *tail]).second == tail[2]


def test_a_read_that_goes_back_is_named_with_the_one_before_it():
    history = [write("A", 1, 0, 1), write("A", 2, 2), read("B", 2, 3, 4), read("C", 1, 5, 6)]
    found = zones(history)
    assert (found.first, found.second) == (history[2], history[3])
    assert str(found) == "A wrote 1 by 1.000 s, then B read 2 by 4.000 s, and C read 1 again, asking at 5.000 s"


def test_the_value_from_the_start_can_come_back_too():
    found = zones([write("A", 1, 0), read("B", 1, 1, 2), read("C", 0, 3, 4)], initial=0)
    assert str(found) == "0 was there from the start, then B read 1 by 2.000 s, and C read 0 again, asking at 3.000 s"


def test_what_nobody_wrote_is_named():
    assert "which nobody ever wrote" in str(zones([read("B", 7, 0, 1)]))


def test_a_read_before_its_write_is_named():
    assert str(zones([read("B", 7, 0, 1), write("A", 7, 2, 3)])) == (
        "B read 7 by 1.000 s, before A began to write it at 2.000 s"
    )


def test_the_keys_are_checked_one_by_one():
    ends = [write("A", 1, 0, 1, key="y"), read("B", None, 2, 3, key="y")]
    history = [write("A", 1, 0, 1), read("B", 1, 2, 3), *ends]
    assert linearizable(history).key == "y"
    assert zones(history).second == ends[1]


def test_operations_that_touch_are_not_one_after_the_other():
    history = [write("A", 1, 0, 1), read("B", None, 1, 2)]
    assert linearizable(history) and zones(history) is None


def test_a_write_that_nobody_heard_of_may_come_at_any_time_or_never():
    late = [write("A", 1, 0), read("B", None, 5, 6), read("B", 1, 7, 8)]
    assert linearizable(late) and zones(late) is None
    assert linearizable(late[:2]) and zones(late[:2]) is None


def test_a_search_that_is_cut_off_says_so_and_is_neither_yes_nor_no():
    history = [write(client, client, 0, 100) for client in range(9)] + [read("R", 99, 101, 102)]
    verdict = linearizable(history, limit=500)
    assert verdict.linearizable is None
    with pytest.raises(Undecided, match="Raise the limit"):
        bool(verdict)


def test_the_limit_is_for_all_keys_together():
    history = [write("A", number, number, number + 0.5, key=number) for number in range(20)]
    assert linearizable(history, limit=20)
    assert linearizable(history, limit=19).linearizable is None


class Counter:
    initial = 0

    def apply(self, state, operation):
        return operation.value == state + 1, state + 1


def test_another_model_is_searched_in_the_same_way():
    def counts(client, value, called, returned):
        return Operation(client, "x", "count", value, called, returned)

    assert linearizable([counts("A", 2, 0, 5), counts("B", 1, 1, 3)], Counter())
    assert not linearizable([counts("A", 2, 0, 2), counts("B", 1, 3, 4)], Counter())
    assert not linearizable([counts("A", 1, 0, 2), counts("B", 1, 1, 4)], Counter())


def test_a_register_may_begin_with_a_value():
    assert linearizable([read("A", 5, 0, 1)], Register(5)) and zones([read("A", 5, 0, 1)], initial=5) is None


def test_a_value_written_twice_is_refused_by_zones():
    with pytest.raises(ValueError, match="a value of its own"):
        zones([write("A", 1, 0, 1), write("B", 1, 2, 3)])


def test_a_kind_that_zones_does_not_know_is_refused():
    with pytest.raises(ValueError, match="reads and writes only"):
        zones([Operation("A", "x", "lock", 1, 0, 1)])


def test_an_answer_before_the_question_is_refused_by_both():
    for check in (linearizable, zones):
        with pytest.raises(ValueError, match="before it was called"):
            check([write("A", 1, 5, 4)])
