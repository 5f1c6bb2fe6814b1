"""Lab 14, part 4: the client, its tries, and which failures may be followed by another."""

import pytest

from systemdesign import now, run
from systemdesign.sim.request import Lost, Refused, ServiceError, Unavailable

from .scene import kind, order, settled
from .shop import FAILURES, OPEN, SLOW, Shop, answered, client, outcome
from .spending import granted

BUGS = [ZeroDivisionError, ValueError, LookupError, OSError]


@pytest.mark.rule(7)
def test_each_client_calls_its_own_service(lab):
    async def main():
        shops = Shop(), Shop()
        made = [client(lab, shop)[0] for shop in shops]
        for each in made:
            await settled(each(order()))
        return [len(shop.calls) for shop in shops]

    found = run(main)
    assert min(found) > 0, (
        f"Two clients sent a request each, and their two services were called {found[0]} and {found[1]} times: "
        "every try is sent to the client's own service, kept in `self` and not in the class."
    )


@pytest.mark.rule(5, 7)
def test_an_answer_needs_one_try(lab):
    shop = Shop(0.5)
    reply, time = outcome(lab, shop, order(), base=0.8, cap=0.8)
    assert shop.times[:1] in ([], [0]), (
        f"A request came in at 0 s, and its first try at {shop.times[0]:.2f} s: a client pauses *between* two tries "
        "(rule 5)."
    )
    late = " (rule 2: 0.5 s is within the time-out of a try, and within the time left)" * isinstance(
        reply, TimeoutError
    )
    assert answered(reply), f"The caller gets the reply of the service (rule 7); yours got {reply!r}{late}."
    assert (len(shop.calls), time) == (1, 0.5), (
        f"The first try was answered after 0.5 s, and the caller gets that reply at once, with no other try; you made "
        f"{len(shop.calls)} and ended at {time} s (rule 7)."
    )


@pytest.mark.rule(7)
def test_every_try_sends_the_same_request(lab):
    shop, sent = Shop(Refused, Lost), order(key="17", client="ann", number=5, work=0.3)
    outcome(lab, shop, sent)
    assert all(request == sent for _, request in shop.calls), (
        f"All tries are one operation and carry one key, or the server cannot know: {sent} was to be sent each time, "
        f"and you sent {[request for _, request in shop.calls]}."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", FAILURES)
def test_a_request_with_a_key_is_tried_again_after_any_failure(lab, error):
    shop = Shop(error, error)
    reply, _ = outcome(lab, shop, order())
    assert answered(reply), (
        f"Two tries failed with {error.__name__}, and the request has a key, so it may be tried again: the third try "
        f"would have been answered, and the caller got {reply!r} after {len(shop.calls)}."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", BUGS)
def test_a_bug_is_not_tried_again(lab, error):
    for script in ([error, error], [Lost, error, error], [Refused, error, error]):
        shop = Shop(*script)
        found, _ = outcome(lab, shop, order())
        assert len(shop.calls) == len(script) - 1, (
            f"{error.__name__} is neither a ServiceError nor a TimeoutError: it is a bug, and goes to the caller at "
            "once; you tried again."
        )
        assert kind(found) == error.__name__, f"It is a bug, and goes to the caller as it is; the caller got {found!r}."


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("attempts", "options"), [(4, {}), (1, {"attempts": 1}), (2, {"attempts": 2}), (7, {"attempts": 7})]
)
def test_there_are_no_more_tries_than_attempts(lab, attempts, options):
    for script in ([Lost] * 99, [Refused, TimeoutError, Lost] * 33):
        shop = Shop(*script)
        outcome(lab, shop, order(), {"within": 1e6}, **options)
        assert len(shop.calls) == attempts, (
            f"attempts={attempts} means {attempts} tries in all{'' if options else ', and is the default'}, whatever "
            f"each of them failed with; you made {len(shop.calls)}."
        )


@pytest.mark.rule(7)
def test_the_caller_gets_the_last_error(lab):
    for script in ([Lost, Unavailable, Refused], [Refused, Refused, Lost], [Unavailable, Refused, ServiceError]):
        error, _ = outcome(lab, Shop(*script), order(), attempts=3)
        assert kind(error) == script[-1].__name__, (
            f"Three tries ended with {', '.join(each.__name__ for each in script)}, and the caller gets the last "
            f"error, not {error!r}."
        )


@pytest.mark.rule(4)
def test_after_a_refusal_any_request_may_be_tried_again(lab):
    shop = Shop(Refused, Refused)
    reply, _ = outcome(lab, shop, order(key=None))
    assert answered(reply), (
        "Refused says that nothing was done: a request without a key may be tried again, too, and again."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("error", [*OPEN, SLOW])
def test_after_silence_a_request_without_a_key_is_not_tried_again(lab, error):
    name = "TimeoutError" if error == SLOW else error.__name__
    shop = Shop(error)
    outcome(lab, shop, order(key=None))
    assert len(shop.calls) == 1, (
        f"After {name} nobody knows what was done, and the request has no key: do not try it again. You made "
        f"{len(shop.calls)} tries."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("error", [*OPEN, SLOW])
def test_the_latest_try_decides_whether_another_is_safe(lab, error):
    name = "TimeoutError" if error == SLOW else error.__name__
    for before in ([Refused], [Refused, Refused]):
        shop = Shop(*before, error)
        outcome(lab, shop, order(key=None))
        assert len(shop.calls) == len(before) + 1, (
            f"A request without a key was refused, and tried again. That try ended with {name}, which leaves it open "
            "what was done: the latest try decides, and no other may follow, whatever the first one ended with."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("key", [0, "", ()])
def test_a_key_may_be_false(lab, key):
    reply, _ = outcome(lab, Shop(Lost), order(key=key))
    assert answered(reply), f"{key!r} is a key, so the request may be tried again: compare with `is None`."


@pytest.mark.rule(4)
def test_a_key_is_enough(lab):
    reply, _ = outcome(lab, Shop(Lost), order(client=None))
    assert answered(reply), (
        "A request with a key and without a client was not tried again: look at its key, and at nothing else of it."
    )


@pytest.mark.rule(2, 3, 5, 6)
def test_each_client_keeps_what_it_was_given(lab):
    async def main(beside):
        shop = Shop((0.2, Lost), SLOW, (0.2, Lost), Refused)
        made, budget = client(lab, shop, attempts=3, timeout=0.7, least=5, ratio=0.0, base=0.4, cap=0.4)
        if beside:
            client(lab, Shop(), attempts=9, timeout=1.9, least=99, ratio=0.0, base=0.01, cap=0.02)
        await settled(made(order()))
        return [f"{time:.3f} s" for time in shop.times], now(), granted(budget)

    alone, beside = run(main(beside=False)), run(main(beside=True))
    assert alone == beside, (
        f"A client with attempts=3, timeout=0.7 and a budget of 5 retries tried at {alone[0]}, ended at "
        f"{alone[1]:.2f} s, and left {alone[2]} in its budget; as soon as there is another client, with other "
        f"settings, at {beside[0]}, {beside[1]:.2f} s, and {beside[2]}: keep jitter, budget, attempts and timeout in "
        "`self`, not in the class."
    )
