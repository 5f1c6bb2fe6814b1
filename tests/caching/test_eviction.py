from random import Random as Rng

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import run
from systemdesign.caching.eviction import FIFO, LFU, LRU, POLICIES, SampledLRU, hits, store
from systemdesign.kernel import stream
from systemdesign.sim import Zipf

steps = st.lists(st.tuples(st.sampled_from(["get", "put", "put", "remove"]), st.integers(0, 6)), max_size=60)


@pytest.fixture(params=POLICIES)
def policy(request):
    return request.param


def filled(store, keys):
    for key in keys:
        store.put(key, key.upper())
    return store


def left(store):
    return "".join(sorted(store.entries))


def test_what_was_put_is_got_and_what_was_not_is_the_default(policy):
    some = store(policy, 3, seed=1)
    some.put("a", 1)
    assert (some.get("a"), some.get("b"), some.get("b", 0)) == (1, None, 0)


def test_putting_again_replaces_and_evicts_nothing(policy):
    full = filled(store(policy, 3, seed=1), "abc")
    full.put("b", "new")
    assert (left(full), full.get("b")) == ("abc", "new")


def test_a_removed_key_makes_room(policy):
    full = filled(store(policy, 3, seed=1), "abc")
    full.remove("b")
    full.remove("never there")
    full.put("d", "D")
    assert left(full) == "acd"


@given(steps=steps)
@pytest.mark.parametrize("policy", POLICIES)
def test_a_store_agrees_with_a_dictionary_about_whatever_it_holds(policy, steps):
    held, plain = store(policy, 3, seed=1), {}
    for number, (verb, key) in enumerate(steps):
        if verb == "get":
            assert held.get(key) in (None, plain.get(key))
        elif verb == "put":
            held.put(key, number)
            plain[key] = number
            assert held.entries[key] == number
        else:
            held.remove(key)
            assert key not in held.entries
        assert len(held) <= 3


def test_a_store_without_room_is_a_mistake(policy):
    with pytest.raises(ValueError, match="at least 1 key, not 0"):
        store(policy, 0, seed=1)


def test_an_unknown_policy_is_a_mistake():
    with pytest.raises(ValueError, match="no eviction policy is called 'MRU'; there are LRU, FIFO"):
        store("MRU", 10)


def test_fifo_lets_the_oldest_go_however_much_it_is_used():
    full = filled(FIFO(3), "abc")
    full.get("a")
    full.put("a", "again")
    full.put("d", "D")
    assert left(full) == "bcd"


def test_lru_lets_the_longest_unused_go():
    full = filled(LRU(3), "abc")
    full.get("a")
    full.put("b", "again")
    full.put("d", "D")
    assert left(full) == "abd"


def test_lfu_lets_the_least_used_go_and_of_several_the_one_unused_longest():
    full = filled(LFU(3), "abc")
    for key in "aab":
        full.get(key)
    full.put("d", "D")
    assert left(full) == "abd"
    full.put("e", "E")
    assert left(full) == "abe"


def test_lfu_remembers_the_counts_of_keys_that_were_evicted():
    full = filled(LFU(2), "ab")
    for _ in range(3):
        full.get("b")
    full.put("c", "C")  # a goes, with a count of 1
    full.put("a", "A")  # comes back with 2, and c goes
    full.put("c", "C")
    full.put("d", "D")
    assert full.uses["a"][0] == 2
    assert "b" in full.entries


def test_random_lets_each_key_go_equally_often():
    gone = dict.fromkeys("abcd", 0)
    for seed in range(4000):
        full = filled(store("RANDOM", 4, seed), "abcd")
        full.put("e", "E")
        gone[(set("abcd") - set(full.entries)).pop()] += 1
    assert all(abs(count - 1000) < 137 for count in gone.values())  # five standard deviations


def test_sampled_lru_lets_the_longest_unused_of_its_samples_go():
    full = filled(SampledLRU(4, Rng(1), samples=40), "abcd")
    full.get("a")
    full.put("e", "E")
    assert left(full) == "acde"


def test_in_a_run_its_chance_is_the_runs(policy):
    async def main():
        zipf, rng = Zipf(50), stream("keys")
        return sum(hits(store(policy, 5), [zipf(rng) for _ in range(300)]))

    assert run(main, seed=4) == run(main, seed=4)


def test_a_trace_of_one_key_misses_once(policy):
    assert list(hits(store(policy, 1, seed=1), "aaaa")) == [0, 1, 1, 1]
