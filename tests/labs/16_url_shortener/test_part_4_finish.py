"""Lab 16, part 4: what `close` waits for."""

import pytest

from .batches import CLOSED, click, close, play

EVERY = [5.0, 0.7, 60.0]


@pytest.mark.rule(6)
@pytest.mark.parametrize("every", EVERY)
def test_close_writes_at_once(lab, every):
    script = [click(1.3, times=2), click(1.4, "b"), close(1.5), close(1.5, "y")]
    seen = play(lab, script, every=every, until=0.0).whole(CLOSED)
    ended = [row[4] for row in seen.closes]
    assert max(ended) < 1.6, (
        f"every {every}: `close` was called at 1.5 s, and returned at {ended} s: it sends a batch at once."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("moment", [6.2990, 6.3005, 6.302, 6.304, 6.306, 6.308, 6.31])
def test_close_waits_for_the_batch_that_is_under_way(lab, moment):
    script = [click(1.3, times=3), click(1.4, "b", times=2), click(6.2991, "a"), click(6.2991, "c"), close(moment)]
    seen = play(lab, script, until=0.0, told=f"`close` was called at {moment} s, when a batch was under way. ")
    seen.whole(CLOSED)


@pytest.mark.rule(6)
@pytest.mark.parametrize("failures", [1, 3])
@pytest.mark.parametrize("how", ["question", "answer", "Unavailable"])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_close_goes_on_until_all_is_written(lab, failures, how, verb):
    script = [click(1.3, times=3), click(1.4, "b", times=2), close(2.0)]
    seen = play(lab, script, until=0.0, trouble={verb: [how] * failures}).whole(CLOSED).apart()
    assert seen.closes[0][4] < 2.6 + 5.3 * failures, (
        f"The store failed {failures} times while `close` was under way, from 2 s on, and it returned at "
        f"{seen.closes[0][4]:.2f} s: it sends others every `every` seconds, until nothing is left."
    )
