"""Requests as bytes: whole, or not there."""

from hypothesis import given
from hypothesis import strategies as st

from systemdesign.sim import framed, unframed

REQUESTS = st.lists(st.lists(st.binary(max_size=9), min_size=1, max_size=4), max_size=4)


@given(REQUESTS)
def test_what_was_framed_is_found(requests):
    assert [request for request, _ in unframed(b"".join(map(framed, requests)))] == requests


@given(REQUESTS, st.data())
def test_what_is_not_all_there_is_not_found(requests, data):
    whole = b"".join(map(framed, requests))
    cut = data.draw(st.integers(0, len(whole)))
    ends = [len(b"".join(map(framed, requests[: count + 1]))) for count in range(len(requests))]
    there = sum(end <= cut for end in ends)
    assert unframed(whole[:cut]) == list(zip(requests, ends, strict=True))[:there]
