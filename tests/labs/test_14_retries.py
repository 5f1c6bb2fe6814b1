"""Lab 14: what each part must do, judged in virtual time."""

import asyncio
from collections import Counter
from random import Random

import pytest

from systemdesign import now, run, stream
from systemdesign.grading.hints import hint
from systemdesign.grading.remote import StudentError
from systemdesign.grading.schedules import schedules
from systemdesign.sim.distributions import constant, exponential
from systemdesign.sim.faults import at, faults
from systemdesign.sim.link import Link
from systemdesign.sim.request import Lost, Refused, Reply, Request, ServiceError, Unavailable
from systemdesign.sim.server import Server
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests

part = pytest.mark.part


async def until(time):
    await asyncio.sleep(time - now())


async def settled(call):
    try:
        return await call
    except (ServiceError, TimeoutError) as error:
        return error


# Part 1: full jitter


def drawn(lab, failures, left=1e9, draws=400, **options):
    jitter = lab.FullJitter(Random(1), **options)
    return [jitter.pause(failures, left) for _ in range(draws)]


@part(1)
def test_the_first_pause_lies_between_nothing_and_the_base(lab):
    pauses = drawn(lab, 1, base=0.5, cap=10.0)
    assert all(isinstance(pause, (int, float)) for pause in pauses), (
        f"With time enough, `pause` returns seconds; yours returned {pauses[0]!r}."
    )
    assert max(pauses) <= 0.5, (
        f"After one failure the ceiling is `base`, 0.5 s here, and you paused {max(pauses):.2f} s: "
        "failures are counted from 1."
    )
    assert max(pauses) > 0.45, f"After one failure pauses reach up to `base`, 0.5 s; yours only to {max(pauses):.2f} s."


@part(1)
def test_pauses_are_spread_over_all_of_the_ceiling(lab):
    pauses = drawn(lab, 1, base=1.0, cap=10.0)
    assert len(set(pauses)) > 1, "Every pause is the same: draw it with `rng`, or the herd comes back in step."
    assert min(pauses) < 0.05, (
        f"No pause is shorter than {min(pauses):.2f} s: full jitter begins at 0, it is not half fixed."
    )
    assert 0.44 < sum(pauses) / len(pauses) < 0.56, (
        f"The mean should be half of the ceiling, and yours is {sum(pauses) / len(pauses):.0%} of it: draw uniformly."
    )


@part(1)
def test_the_ceiling_doubles_with_each_failure(lab):
    highest = [max(drawn(lab, failures, base=0.5, cap=100.0)) for failures in (2, 3, 5)]
    for found, ceiling in zip(highest, [1, 2, 8]):
        assert 0.9 * ceiling < found <= ceiling, (
            f"The ceilings after 2, 3 and 5 failures are 1, 2 and 8 s; yours look like {highest}."
        )


@part(1)
def test_no_pause_exceeds_the_cap(lab):
    pauses = drawn(lab, 12, base=0.5, cap=3.0)
    assert max(pauses) <= 3.0, f"A pause of {max(pauses):.1f} s exceeds the cap of 3 s."
    assert 0.44 < sum(pauses) / len(pauses) / 3 < 0.56, (
        "Cap the ceiling, not the pause: `min(cap, uniform(0, big))` is the cap nearly always, and the herd is in step."
    )


@part(1)
def test_two_thousand_failures_are_no_problem(lab):
    with hint("2.0 ** 2000 is too large for a float: bound the exponent, or double step by step up to the cap."):
        pauses = drawn(lab, 2_000, base=0.5, cap=3.0, draws=50)
    assert all(0 <= pause <= 3 for pause in pauses), "After 2,000 failures a pause still lies between 0 and the cap."


@part(1)
def test_a_pause_that_does_not_fit_is_none(lab):
    pauses = drawn(lab, 1, left=0.25, base=1.0, cap=10.0)
    assert None in pauses, (
        "With 0.25 s left, three of four pauses of up to 1 s do not fit: return None for those, "
        "instead of a pause that ends after the deadline."
    )
    fitting = [pause for pause in pauses if pause is not None]
    assert all(pause < 0.25 for pause in fitting), "A pause must end before the time left is over."
    assert 0.17 < len(fitting) / len(pauses) < 0.33, (
        f"A quarter of the draws fit, and you returned a pause in {len(fitting) / len(pauses):.0%} of the cases: "
        "draw first, from the whole ceiling, then see whether it fits."
    )


@part(1)
def test_with_no_time_left_there_is_no_pause(lab):
    assert drawn(lab, 1, left=0.0, draws=20) == [None] * 20, "With nothing left no pause fits: return None."


@part(1)
def test_without_a_limit_every_pause_fits(lab):
    jitter = lab.FullJitter(Random(1), base=1.0, cap=50.0)
    assert None not in [jitter.pause(9) for _ in range(50)], "`left` is infinite unless it is given."


@part(1)
def test_failures_of_one_caller_are_no_concern_of_another(lab):
    jitter = lab.FullJitter(Random(1), base=0.5, cap=100.0)
    for failures in range(1, 12):
        jitter.pause(failures)
    assert max(jitter.pause(1) for _ in range(50)) <= 0.5, (
        "One FullJitter serves many callers at once: work from the `failures` that you are given, and remember nothing."
    )


# Part 2: the budget


def granted(budget, times=50):
    return sum(bool(budget.may_retry()) for _ in range(times))


def ask(budget, times):
    for _ in range(times):
        budget.asked()


@part(2)
def test_a_client_that_hardly_asks_has_its_least(lab):
    async def main():
        return granted(lab.Budget(ratio=0.1, least=3))

    assert run(main) == 3, "With no request at all, `least` retries are affordable: 3 here, and not one more."


@part(2)
def test_a_retry_is_not_a_request(lab):
    async def main():
        budget = lab.Budget(ratio=0.5, least=0)
        ask(budget, 10)
        return granted(budget, 100)

    found = run(main)
    assert found == 5, f"10 requests at a ratio of 0.5 are 5 retries, and you granted {found}: retries earn nothing."


@part(2)
def test_requests_earn_their_ratio(lab):
    async def main():
        budget = lab.Budget(ratio=0.25, least=2)
        ask(budget, 20)
        return granted(budget)

    found = run(main)
    assert found == 7, f"20 requests at a ratio of 0.25, and `least` 2, are 7 retries; you granted {found}."


@part(2)
def test_a_retry_is_granted_only_when_it_is_paid_for_in_full(lab):
    async def main():
        budget = lab.Budget(ratio=0.25, least=0)
        ask(budget, 7)
        return granted(budget)

    assert run(main) == 1, "Seven requests at a ratio of 0.25 are one retry, not two: count the one asked about, too."


@part(2)
def test_a_refusal_costs_nothing(lab):
    async def main():
        budget = lab.Budget(ratio=0.5, least=1)
        first = granted(budget)
        ask(budget, 4)
        return first, granted(budget)

    assert run(main) == (1, 2), "A retry that you refused is not made: count only those that you granted."


@part(2)
def test_the_window_slides(lab):
    async def main():
        budget, found = lab.Budget(ratio=0.0, least=3, window=10.0), []
        for time in (8.0, 12.0, 18.0):
            await until(time)
            found.append(granted(budget))
        return found

    found = run(main)
    assert found == [3, 0, 3], (
        f"Retries at 8 s count until 18 s. You granted {found} at 8, 12 and 18 s: a window that starts afresh at 10 s "
        "lets twice as many through."
    )


@part(2)
def test_a_quiet_day_leaves_no_savings(lab):
    async def main():
        budget = lab.Budget(ratio=0.1, least=2, window=10.0)
        for second in range(200):
            await until(second)
            ask(budget, 10)
        return granted(budget, 500)

    found = run(main)
    assert found == 12, (
        f"Only the last 10 s count: 100 requests and `least` 2 are 12 retries, and you granted {found}. "
        "Forget requests that are older than the window."
    )


@part(2)
def test_retries_are_forgotten_too(lab):
    async def main():
        budget = lab.Budget(ratio=0.0, least=3, window=10.0)
        found = []
        for time in (0.0, 9.0, 10.0):
            await until(time)
            found.append(granted(budget))
        return found

    first, early, due = run(main)
    assert (first, early) == (3, 0), "Retries made 9 s ago still count in a window of 10 s."
    assert due == 3, "What happened exactly `window` seconds ago is forgotten: the three retries are affordable again."


class Ledger:
    """The rule of part 2, once more, as plainly as it can be said."""

    def __init__(self, ratio, least, window):
        self.ratio, self.least, self.window, self.asked, self.made = ratio, least, window, [], []

    def lately(self, times):
        return sum(now() - time < self.window for time in times)

    def may_retry(self):
        yes = self.lately(self.made) + 1 <= self.least + self.ratio * self.lately(self.asked)
        if yes:
            self.made.append(now())
        return yes


RULES = {"ratio": 0.5, "least": 1, "window": 5.0}


@schedules("2.window", targets=["shop"], verbs=["ask", "retry"], until=20, most=14, examples=40)
def test_the_budget_is_the_rule_at_every_moment(lab, story):
    async def main():
        budget, ledger = lab.Budget(**RULES), Ledger(**RULES)
        for event in story.events:
            await until(event.time)
            if event.verb == "ask":
                budget.asked()
                ledger.asked.append(now())
                story.note("a request")
                continue
            found, right = bool(budget.may_retry()), ledger.may_retry()
            story.note(f"a retry: {'granted' if found else 'refused'}")
            assert found == right, (
                f"This retry should be {'granted' if right else 'refused'}: in the last 5 s there were "
                f"{ledger.lately(ledger.asked)} requests and {ledger.lately(ledger.made) - right} retries, "
                "with ratio 0.5 and least 1."
            )

    run(main, seed=story.seed)


# Part 3: once


class Bank:
    """Charges; counts what it did per client and key. It can be told to fail."""

    name = "bank"

    def __init__(self, seconds=1.0):
        self.seconds, self.charged, self.begun, self.broken = seconds, Counter(), 0, False

    async def __call__(self, request):
        self.begun += 1
        number = self.begun
        await asyncio.sleep(self.seconds)
        if self.broken:
            raise Unavailable("the bank is closed", by="bank")
        self.charged[request.client, request.key] += 1
        return Reply("bank", number)


def quiet(main, seed=0):
    """Run, and say what an error means that came up where nobody awaited it."""
    try:
        return run(main, seed)
    except ServiceError as error:
        raise AssertionError(
            f"An operation failed after its last caller had left, and its error ({error}) came up at the end of the "
            "run: let the task return the error instead of raising it."
        ) from None


def order(key="17", client="shop", number=1):
    return Request(number, client=client, key=key)


@part(3)
def test_the_reply_reaches_the_caller(lab):
    async def main():
        return await lab.Once(Bank())(order())

    reply = run(main)
    assert getattr(reply, "by", None) == "bank", f"Return what the operation replies; you returned {reply!r}."


@part(3)
def test_asked_again_it_gives_the_same_reply_and_does_nothing(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        replies = [(await once(order())).value for _ in range(3)]
        return replies, bank.begun, now()

    replies, begun, time = run(main)
    assert begun == 1, f"Asked three times with one key, the operation must run once; it ran {begun} times."
    assert replies == [1, 1, 1], "The second caller gets the reply that the first one got."
    assert time == 1.0, "A reply that is remembered comes at once."


@part(3)
def test_asked_again_meanwhile_it_waits_for_the_same_outcome(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        replies = await asyncio.gather(*(once(order()) for _ in range(4)))
        return [reply.value for reply in replies], bank.begun, now()

    replies, begun, time = run(main)
    assert begun == 1, (
        f"Four callers came while the operation was under way, and it ran {begun} times: "
        "remember it when it begins, not when it is done."
    )
    assert (replies, time) == ([1, 1, 1, 1], 1.0), "All callers wait for the same outcome."


@part(3)
def test_without_a_key_it_is_done_every_time(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        for _ in range(2):
            await once(order(key=None))
        await asyncio.gather(once(order(key=None)), once(order(key=None)))
        return bank.begun

    assert run(main) == 4, "`None` is no key: requests without one are not the same operation, and each is done."


@part(3)
def test_different_keys_are_different_operations(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(*(once(order(key=key)) for key in ("a", "b", "a")))
        return bank.charged

    assert run(main) == {("shop", "a"): 1, ("shop", "b"): 1}, "Each key names an operation of its own."


@part(3)
def test_a_key_belongs_to_its_client(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(once(order(client="ann")), once(order(client="bob")))
        return bank.charged

    assert run(main) == {("ann", "17"): 1, ("bob", "17"): 1}, (
        "Ann and Bob both called their order 17, and Bob got Ann's reply: a key belongs to its client."
    )


@part(3)
def test_a_failure_reaches_all_who_wait_and_is_not_remembered(lab):
    async def main():
        bank = Bank()
        once, bank.broken = lab.Once(bank), True
        failed = await asyncio.gather(settled(once(order())), settled(once(order())))
        bank.broken = False
        return failed, bank.begun, await settled(once(order())), bank.charged.total()

    failed, begun, later, charged = run(main)
    assert all(isinstance(error, Unavailable) for error in failed), (
        f"Everybody who waits gets the operation's error; they got {failed}."
    )
    assert begun == 1, "Both waited for one operation, and it failed once."
    assert not isinstance(later, ServiceError), (
        "An operation that failed was not done: forget it, so that the next request does it. You kept the failure."
    )
    assert charged == 1, "After the failure the next request does the operation."


@part(3)
def test_a_caller_who_leaves_does_not_stop_the_operation(lab):
    async def main():
        bank = Bank(seconds=2.0)
        once = lab.Once(bank)
        leaving, staying = asyncio.ensure_future(once(order())), asyncio.ensure_future(once(order()))
        await until(1.0)
        leaving.cancel()
        reply = await settled(asyncio.wait_for(staying, 20))
        again = await settled(once(order()))
        return reply, again, bank

    with hint("The second caller was cancelled with the first: shield the operation from whoever leaves."):
        try:
            reply, again, bank = run(main)
        except asyncio.CancelledError:
            raise AssertionError(
                "A caller who stayed was cancelled with the one who left: use asyncio.shield."
            ) from None
    assert getattr(reply, "by", None) == "bank", (
        f"One caller left, and the other, who waited on, got {reply!r}: shield the operation from whoever leaves."
    )
    assert (bank.charged.total(), bank.begun) == (1, 1), (
        f"The operation began {bank.begun} times and was done {bank.charged.total()} times, with one key: "
        "a caller who leaves must not stop it."
    )
    assert getattr(again, "value", None) == 1, "Whoever asks later gets the reply of the one operation."


@part(3)
def test_a_caller_who_leaves_alone_does_not_stop_it_either(lab):
    async def main():
        bank = Bank(seconds=2.0)
        once = lab.Once(bank)
        leaving = asyncio.ensure_future(once(order()))
        await until(1.0)
        leaving.cancel()
        await until(3.0)
        return bank.charged.total(), (await once(order())).value, bank.begun

    charged, value, begun = run(main)
    assert charged == 1, "The only caller left, and the operation was stopped half-way: let a task of its own do it."
    assert (value, begun) == (1, 1), "It was done while nobody waited: whoever asks later gets that reply."


@part(3)
def test_a_failure_that_nobody_waits_for_is_nobodys_trouble(lab):
    async def main():
        bank = Bank(seconds=2.0)
        once, bank.broken = lab.Once(bank), True
        leaving = asyncio.ensure_future(once(order()))
        await until(1.0)
        leaving.cancel()
        await until(5.0)
        bank.broken = False
        return await settled(once(order()))

    reply = quiet(main)
    assert getattr(reply, "by", None) == "bank", "The failed operation was not done: the next request does it."


@part(3)
def test_a_reply_is_remembered_for_as_long_as_was_said(lab):
    async def main():
        bank = Bank(seconds=5.0)
        once, found, callers = lab.Once(bank, keep=10.0), [], []
        await once(order())
        for time in (14.9, 15.1):
            await until(time)
            callers.append(asyncio.ensure_future(once(order())))
            await asyncio.sleep(0.01)
            found.append(bank.begun)
        return found

    early, late = run(main)
    assert early == 1, "With keep=10, an operation done at 5 s is remembered until 15 s: count from when it was done."
    assert late == 2, (
        "After `keep` seconds the reply is forgotten, or the memory grows for ever: asked again, it is done."
    )


@schedules("3.once", targets=["bank"], verbs=["ask", "leave", "close", "open"], until=14, most=8, examples=40)
def test_it_is_done_at_most_once_and_known_to_all(lab, story):
    async def main():
        bank = Bank(seconds=2.0)
        once, callers = lab.Once(bank, keep=1e6), []
        for event in story.events:
            await until(event.time)
            story.note(event.verb)
            if event.verb == "ask":
                callers.append(asyncio.ensure_future(settled(once(order()))))
            elif event.verb == "leave" and callers:
                callers[-1].cancel()
            elif event.verb in ("close", "open"):
                bank.broken = event.verb == "close"
        await until(30.0)
        bank.broken = False
        reply = await settled(once(order()))
        story.note(f"charged {bank.charged.total()} times")
        assert getattr(reply, "by", None) == "bank", f"At the end the bank is open, and a caller got {reply!r}."
        assert bank.charged.total() == 1, f"With one key the card was charged {bank.charged.total()} times."

    quiet(main, story.seed)


# Part 4: the client


class Shop:
    """A service that does what its script says, one entry per call: seconds to answer in, or an error to raise."""

    name = "shop"

    def __init__(self, *script):
        self.script, self.calls = list(script), []

    async def __call__(self, request):
        self.calls.append((now(), request))
        step = self.script.pop(0) if self.script else 0.0
        if isinstance(step, float):
            await asyncio.sleep(step)
            return Reply("shop", len(self.calls))
        raise step("no")

    @property
    def times(self):
        return [time for time, _ in self.calls]


def client(lab, service, *, ratio=1.0, least=1_000, base=1e-9, cap=1e-9, **options):
    """The student's client; by default its pauses are nothing to speak of, and its budget has no end."""
    budget = lab.Budget(ratio=ratio, least=least, window=1_000.0)
    return lab.Client(service, lab.FullJitter(Random(1), base=base, cap=cap), budget, **options), budget


def outcome(lab, service, request, within=5.0, **options):
    """What the caller got, and when."""

    async def main():
        made, _ = client(lab, service, **options)
        return await settled(made(request, within=within)), now()

    return run(main)


@part(4)
def test_an_answer_needs_one_try(lab):
    shop = Shop(0.5)
    reply, time = outcome(lab, shop, order())
    assert getattr(reply, "by", None) == "shop", f"Return what the service replies; you returned {reply!r}."
    assert (len(shop.calls), time) == (1, 0.5), "The first try was answered after 0.5 s, and that is the end of it."


@part(4)
def test_a_request_with_a_key_is_tried_again_after_any_failure(lab):
    for error in (Lost, Unavailable, Refused):
        shop = Shop(error, error)
        reply, _ = outcome(lab, shop, order())
        assert getattr(reply, "by", None) == "shop", (
            f"Two tries ended with {error.__name__}, the third would have been answered, and you raised {reply!r}."
        )


@part(4)
def test_a_try_is_given_up_after_the_time_out(lab):
    shop = Shop(60.0, 60.0)
    reply, _ = outcome(lab, shop, order(), timeout=1.0)
    assert shop.times == pytest.approx([0, 1, 2], abs=0.01), (
        f"With timeout=1 tries that are not answered are followed by others at 1 and 2 s; yours came at {shop.times}."
    )
    assert getattr(reply, "by", None) == "shop", "The third try is answered."


@part(4)
def test_there_are_no_more_tries_than_attempts(lab):
    shop = Shop(*[Lost] * 99)
    error, _ = outcome(lab, shop, order(), attempts=4)
    assert len(shop.calls) == 4, f"attempts=4 means four tries in all; you made {len(shop.calls)}."
    assert isinstance(error, Lost), f"After the last try its error goes to the caller; the caller got {error!r}."


@part(4)
def test_the_caller_gets_the_last_error(lab):
    error, _ = outcome(lab, Shop(Lost, Unavailable, Refused), order(), attempts=3)
    assert isinstance(error, Refused), f"The last of three tries was Refused, and the caller got {error!r}."


@part(4)
def test_nothing_takes_longer_than_the_deadline(lab):
    shop = Shop(*[60.0] * 99)
    error, time = outcome(lab, shop, order(), within=2.5, attempts=99, timeout=1.0)
    assert time <= 2.5 + 1e-6, (
        f"within=2.5, and the caller waited {time:.2f} s: the last try may last no longer than the time left."
    )
    assert isinstance(error, TimeoutError), f"When the time is over the caller gets a TimeoutError, not {error!r}."
    assert shop.times == pytest.approx([0, 1, 2], abs=0.01), (
        f"There is time for tries at 0, 1 and 2 s; yours came at {shop.times}."
    )


@part(4)
def test_nobody_sleeps_towards_a_deadline_that_he_will_miss(lab):
    async def main():
        made, _ = client(lab, Shop(*[Lost] * 99), base=1e9, cap=1e9)
        return await settled(made(order(), within=5.0)), now()

    error, time = run(main)
    assert time == 0 and isinstance(error, Lost), (
        f"The pause does not fit into the 5 s left, so the error is due at 0 s; it came at {time:.2f} s ({error!r})."
    )


@part(4)
def test_the_pauses_are_those_of_the_jitter(lab):
    shop = Shop(*[Lost] * 3)

    async def main():
        made, _ = client(lab, shop, base=1.0, cap=100.0)
        await made(order(), within=1e6)
        jitter = lab.FullJitter(Random(1), base=1.0, cap=100.0)
        return [jitter.pause(failures, 1e6) for failures in (1, 2, 3)]

    expected = run(main)
    gaps = [after - before for before, after in zip(shop.times, shop.times[1:])]
    assert gaps == pytest.approx(expected), (
        f"Ask the jitter for each pause, with the failures so far (1, 2, 3): {expected}, and you paused {gaps}."
    )


@part(4)
def test_after_silence_a_request_without_a_key_is_not_tried_again(lab):
    for step, kind in [(Lost, Lost), (Unavailable, Unavailable), (60.0, TimeoutError)]:
        shop = Shop(step)
        error, _ = outcome(lab, shop, order(key=None))
        assert len(shop.calls) == 1 and isinstance(error, kind), (
            f"After {kind.__name__} nobody knows what was done, and the request has no key: do not try it again."
        )


@part(4)
def test_after_a_refusal_any_request_may_be_tried_again(lab):
    shop = Shop(Refused, Refused)
    reply, _ = outcome(lab, shop, order(key=None))
    assert getattr(reply, "by", None) == "shop", (
        "Refused says that nothing was done: a request without a key may be tried again, too."
    )


@part(4)
def test_a_key_may_be_zero(lab):
    shop = Shop(Lost)
    reply, _ = outcome(lab, shop, order(key=0))
    assert getattr(reply, "by", None) == "shop", "0 is a key, only None is none: compare with `is None`."


@part(4)
def test_every_try_sends_the_same_request(lab):
    shop = Shop(Lost, Lost)
    outcome(lab, shop, order(key="17", client="ann", number=5))
    sent = {(request.id, request.client, request.key) for _, request in shop.calls}
    assert sent == {(5, "ann", "17")}, (
        f"All tries are one operation and carry one key, or the server cannot know; you sent {sorted(map(str, sent))}."
    )


@part(4)
def test_a_bug_is_not_tried_again(lab):
    shop = Shop(ZeroDivisionError, ZeroDivisionError)

    async def main():
        made, _ = client(lab, shop)
        try:
            return await made(order())
        except StudentError as error:
            return error.kind

    found = run(main)
    assert len(shop.calls) == 1 and found == "ZeroDivisionError", (
        "ZeroDivisionError is neither a ServiceError nor a TimeoutError: it is a bug, and goes to the caller at once."
    )


@part(4)
def test_a_client_who_is_cancelled_tries_no_more(lab):
    shop = Shop(*[60.0] * 9)

    async def main():
        made, _ = client(lab, shop)
        task = asyncio.ensure_future(made(order()))
        await until(0.5)
        task.cancel()
        await until(10.0)

    run(main)
    assert len(shop.calls) == 1, "The caller cancelled the request, and you tried again: CancelledError is no failure."


@part(4)
def test_a_budget_that_is_spent_ends_the_tries(lab):
    shop = Shop(*[Lost] * 99)
    error, _ = outcome(lab, shop, order(), ratio=0.0, least=1)
    assert len(shop.calls) == 2, f"The budget allows one retry, and you made {len(shop.calls) - 1}."
    assert isinstance(error, Lost), f"When the budget is spent the error goes to the caller, who got {error!r}."


@part(4)
def test_each_request_is_reported_once(lab):
    async def main():
        made, budget = client(lab, Shop(Lost, Lost, Lost), ratio=1.0, least=3)
        await made(order())
        await made(order(key="18"))
        return sum(budget.may_retry() for _ in range(50))

    found = run(main)
    assert found == 2, (
        f"Two requests and `least` 3 pay for five retries, three were made: two are left, and your budget has {found}. "
        "Call `asked` once for a request, not for each try."
    )


@part(4)
@pytest.mark.parametrize("case", ["the last try", "no key", "no time"])
def test_a_retry_that_is_not_made_is_not_paid_for(lab, case):
    options = {"the last try": {"attempts": 1}, "no time": {"base": 1e9, "cap": 1e9}}.get(case, {})

    async def main():
        made, budget = client(lab, Shop(Lost), ratio=0.0, least=1, **options)
        await settled(made(order(key=None if case == "no key" else "17")))
        return bool(budget.may_retry())

    assert run(main), f"No retry follows ({case}), and yet the budget was charged: ask it last."


def night(lab, seed, rate=12.0):
    """The storm of the chapter: what was sent, and what became of the requests."""

    async def main():
        sends, trace, server = Trace(), Trace(), Server("s1", service=exponential(0.05))
        budget = lab.Budget(ratio=0.1, least=3, window=10.0)
        jitter = lab.FullJitter(stream("pauses"), base=0.5, cap=5.0)
        made = lab.Client(offered(sends.watch(server)), jitter, budget, attempts=4, timeout=2.0)
        schedule = asyncio.ensure_future(faults(at(15, server.pause), at(25, server.resume)))
        keys = requests(keys=lambda rng: rng.random())
        await open_loop(trace.watch(made), poisson(rate), keys, until=80)
        await schedule
        return sends, trace

    return run(main, seed)


def offered(service):
    """A service as the student's code may call it."""

    async def shop(request):
        return await service(request)

    return shop


@part(4)
def test_after_the_blip_all_is_well_again(lab):
    for seed in range(2):
        _, trace = night(lab, seed)
        good = 1 - trace.after(60).error_share()
        assert good > 0.97, (
            f"The server stood still from 15 to 25 s, and from 60 s on only {good:.0%} of the requests are answered: "
            "the retries hold it down."
        )
        assert max(trace.latency) <= 5.0 + 1e-6, "A request may last 5 s and not longer."


@part(4)
def test_the_blip_is_not_amplified(lab):
    sends, trace = night(lab, 3)
    during = sum(15 <= time < 30 for time in sends.arrived) / sum(15 <= time < 30 for time in trace.arrived)
    assert during < 1.25, (
        f"While nothing was answered the server was sent {during:.2f} calls per request; the budget allows about 1.13."
    )
    assert during > 1.05, f"There were {during:.2f} sends per request: use the budget that you have."


@schedules("4.never-twice", targets=["shop"], verbs=["pause", "resume", "cut", "heal"], until=16, most=6, examples=25)
def test_no_request_without_a_key_is_done_twice(lab, story):
    async def main():
        done = Counter()
        server = Server("shop", service=constant(0.2))

        async def shop(request):
            reply = await server(request)
            done[request.id] += 1
            return reply

        link = Link(shop, latency=constant(0.05), loss=0.1, patience=0.6)
        made, _ = client(lab, offered(link), base=0.2, cap=1.0)
        play = asyncio.ensure_future(played(story, server, link))
        sent = [settled(later(n * 0.7, made, Request(n))) for n in range(24)]
        await asyncio.gather(play, *sent)
        server.resume()
        await asyncio.sleep(30)
        worst = max(done, key=done.get, default=0)
        story.note(f"request {worst} was done {done[worst]} times")
        assert done[worst] <= 1, f"Request {worst} has no key and was done {done[worst]} times."

    run(main, seed=story.seed)


async def played(story, server, link):
    deeds = {"pause": server.pause, "resume": server.resume, "cut": link.partition, "heal": link.heal}
    for event in story.events:
        await until(event.time)
        story.note(event.verb)
        deeds[event.verb]()


async def later(time, service, request):
    await until(time)
    return await service(request)
