"""The official library's exposition and ours, read by its parser."""

from hypothesis import given
from hypothesis import strategies as st

from systemdesign.observability.library import ours, read, theirs

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
AMOUNTS = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
EVENTS = st.lists(st.one_of(
    st.tuples(st.just("visits_total"), st.just("counter"), st.tuples(WORDS), AMOUNTS),
    st.tuples(st.just("waiting"), st.just("gauge"), st.just(()), st.floats(allow_nan=False)),
    st.tuples(st.just("took_seconds"), st.just("histogram"), st.tuples(WORDS), AMOUNTS)), max_size=30)
BOUNDS = st.lists(st.floats(min_value=1e-9, max_value=1e9), min_size=1, max_size=9, unique=True).map(sorted)


def test_a_day_reads_the_same_in_both():
    assert read(ours()) == read(theirs())
    assert set(read(ours())) == {"visits", "waiting", "took_seconds"}


@given(EVENTS, BOUNDS)
def test_whatever_happens_reads_the_same_in_both(events, bounds):
    assert repr(by_name(read(ours(events, bounds)))) == repr(by_name(read(theirs(events, bounds))))


def by_name(families):
    """In one order, and as text: infinity less infinity is no number, and no number equals itself."""
    return {name: (kind, text, sorted(samples.items())) for name, (kind, text, samples) in sorted(families.items())}


def test_what_differs_is_seen():
    day = [("visits_total", "counter", ("a",), 1.0)]
    assert read(ours(day)) != read(theirs([("visits_total", "counter", ("a",), 2.0)]))
    assert read(ours(day)) != read(theirs([("visits_total", "counter", ("b",), 1.0)]))
    assert read(ours(day)) != read(theirs([("visits_total", "gauge", ("a",), 1.0)]))
