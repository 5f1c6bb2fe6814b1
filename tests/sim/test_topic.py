"""A topic keeps what is published, as it arrives."""

import pytest

from systemdesign import run
from systemdesign.sim import Lost, Topic


@pytest.mark.parametrize(("trouble", "kept"), [("drop", 2), ("miss", 1)])
def test_a_publication_that_is_lost_is_kept_or_not(trouble, kept):
    async def story():
        topic = Topic()
        await topic.publish("order.placed", (1, "pizza"), "a")
        getattr(topic, trouble)()
        with pytest.raises(Lost):
            await topic.publish("order.cancelled", (1, "pizza"), "b")
        return topic.messages

    both = [("order.placed", (1, "pizza"), "a"), ("order.cancelled", (1, "pizza"), "b")]
    assert run(story()) == both[:kept]
