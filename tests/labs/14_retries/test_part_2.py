"""Lab 14, part 2: the budget at one moment."""

import pytest

from systemdesign import run

from .spending import ask, granted


@pytest.mark.rule(1)
def test_each_budget_counts_for_itself(lab):
    async def main():
        alone = granted(lab.Budget(ratio=0.5, least=4))
        busy, idle = lab.Budget(ratio=0.5, least=4), lab.Budget(ratio=0.5, least=4)
        ask(busy, 20)
        granted(busy)
        return alone, granted(idle)

    alone, beside = run(main)
    assert alone == beside, (
        f"A new budget granted {alone} retries, and {beside} when another one had been asked before: each counts what "
        "it was told, so keep the times in `self`, not in the class, a default argument or a global."
    )


@pytest.mark.rule(3)
def test_a_granted_retry_counts_as_made(lab):
    async def main():
        budget = lab.Budget(ratio=0.0, least=3)
        found = granted(budget)
        ask(budget, 1)
        return found, granted(budget)

    found, more = run(main)
    assert found < 50, "All of 50 retries were granted, with `least` 3 and no request: True counts the retry as made."
    assert more == 0 or found == 0, (
        f"With `least`=3, {found} retries were granted, then a request came in that earns nothing, and {more} more "
        "were granted: a retry that was granted counts as made, whatever is asked afterwards."
    )


@pytest.mark.rule(3)
def test_a_refused_retry_is_not_made(lab):
    async def main():
        greedy, modest = lab.Budget(ratio=0.5, least=1), lab.Budget(ratio=0.5, least=1)
        granted(modest, granted(greedy))
        ask(greedy, 4)
        ask(modest, 4)
        return granted(greedy), granted(modest)

    greedy, modest = run(main)
    assert greedy == modest, (
        f"Of two budgets that had granted as many retries, one was asked for 50, and granted {greedy} after four more "
        f"requests, the other {modest}: a retry that was refused is not made, so count only those that you granted."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("least", [7, 3, 0])
def test_a_client_that_hardly_asks_has_its_least(lab, least):
    async def main():
        return granted(lab.Budget(ratio=0.0, least=least), 100)

    found = run(main)
    known = {
        100: "each of them counts as made, those within `least` too (rule 3)",
        10 * least: "that many in the whole window, and not in each second of it (rule 2)",
        (least + 1) // 2: "count a retry as made once (rule 3)",
    }
    assert found == least, (
        f"With no request at all, `least`={least} retries are affordable, and not one more; you granted {found}: "
        f"{known.get(found, 'with the one that is asked about they are at most `least` (rule 2)')}."
    )


@pytest.mark.rule(1, 3)
def test_a_retry_is_not_a_request(lab):
    async def main():
        budget = lab.Budget(ratio=0.5, least=1)
        ask(budget, 10)
        return granted(budget, 100)

    found = run(main)
    why = "a request is a first try and not a retry, so retries earn nothing (rule 1)"
    why = "count every retry that you grant as made (rule 3)" if found == 100 else why
    assert found < 9, f"10 requests at a ratio of 0.5, and `least` 1, are 6 retries, and you granted {found}: {why}."


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    ("requests", "ratio", "least"), [(40, 0.25, 1), (20, 1.5, 2), (30, 0.0, 4), (1_200, 0.0625, 0)]
)
def test_requests_earn_their_ratio(lab, requests, ratio, least):
    async def main():
        budget = lab.Budget(ratio=ratio, least=least)
        ask(budget, requests)
        return granted(budget, 80)

    found, right = run(main), int(least + ratio * requests)
    known = {
        int(max(least, ratio * requests)): "add `least` and the requests' part, do not take the larger one",
        int(least + ratio * requests / 10): "requests are counted in the window, and not per second",
        int(least + 0.1 * requests): "the ratio is 0.1 only unless it is given",
        int(3 + ratio * requests): "`least` is 3 only unless it is given",
        int(least + requests): "each request earns the ratio, be it more than 1 or less, and not a whole retry",
        least: "requests earn their ratio, each of them, those of one moment too",
        0: "requests are no retries, so count them apart",
    }
    assert found == right, (
        f"{requests} requests at a ratio of {ratio:g}, and `least` {least}, are {right} retries; you granted {found}: "
        f"{known.get(found, '`least` plus `ratio` times all the requests are affordable')}."
    )


@pytest.mark.rule(2)
def test_a_retry_is_granted_only_when_it_is_paid_for_in_full(lab):
    async def main(requests):
        budget = lab.Budget(ratio=0.25, least=0)
        ask(budget, requests)
        return granted(budget)

    found = [run(main(requests)) for requests in (4, 5, 6, 7)]
    rounded = (
        "you round what the requests earn, and should not"
        if found[1] < found[-1]
        else "count the one asked about, too, and round nothing up"
    )
    assert found == [1, 1, 1, 1], (
        f"4, 5, 6 and 7 requests at a ratio of 0.25 earn 1 to 1.75 retries, so one is affordable; you granted {found}: "
        f"{rounded}: with it, the retries are at most that."
    )


@pytest.mark.rule(2)
def test_ratio_and_least_have_their_defaults(lab):
    async def main():
        budget = lab.Budget()
        ask(budget, 37)
        return granted(budget)

    found = run(main)
    assert found == 6, f"By default 37 requests at a ratio of 0.1, and `least` 3, are 6 retries; you granted {found}."
