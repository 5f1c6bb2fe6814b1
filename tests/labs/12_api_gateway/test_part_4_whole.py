"""Lab 12, part 4: all rules at once. Many requests together, each compared with what comes of it alone."""

from random import Random

import pytest

from .gateways import but, due, play, web


@pytest.mark.rule(1, 2, 3, 4, 5)
@pytest.mark.parametrize("seed", range(12))
def test_many_requests_at_once_do_not_disturb_each_other(lab, seed):
    rng = Random(seed)
    fails = [{"raise": name} for name in ("Lost", "TimedOut", "ConnectionError")]
    changes = {
        "verify": {f"T{n}": f"subject {n}" for n in range(9)},
        "find": {f"/{n}": (str(n), f"/on/{n}") for n in range(9)},
        "take": {
            f"subject {n}": [rng.random(), rng.choice([0.0, 0.0, 0.0, rng.expovariate(0.2)]), 0.0] for n in range(9)
        },
        "service": {
            str(n): [rng.expovariate(1.0), rng.choice([f"from {n}", None, 0, *fails]), rng.random()] for n in range(9)
        },
    }
    limit, script = rng.choice([0.8, 1.7]), []
    for time in sorted(rng.choice([0.0, 0.5, rng.random()]) for _ in range(40)):
        headers = {"authorization": f"Bearer T{rng.randrange(11)}", "X-SUBJECT": f"subject {rng.randrange(9)}"}
        script.append(web(time, f"/{rng.randrange(10)}", headers))
    plan = but(**changes)
    for request, found in zip(script, play(lab, *script, limit=limit, **changes), strict=True):
        status, retry, seconds, asked = due(plan, request, limit)
        told = found.headers.get("Retry-After") if status == 429 else None
        assert (found.status, told) == (status, retry), (
            f"Of 40 requests at once one for {request[1]} by {request[2]} came to {found}, and alone it comes to "
            f"{status}, Retry-After {retry}: what belongs to a request is kept with that."
        )
        assert found.ended - request[0] == pytest.approx(seconds), (
            f"Of 40 requests at once one came to {found} after {found.ended - request[0]:.3f} s, and alone after "
            f"{seconds:.3f} s: nobody waits for the others."
        )
        assert found.asked() == asked and not found.under_way, (
            f"Of 40 requests at once one came to {found}, with {found.asked()} asked, and {asked} are to be asked."
        )
        for name, _, path, headers in found.asked("service"):
            subject = plan["verify"][request[2]["authorization"][7:]]
            assert (name, path, headers) == (request[1][1:], f"/on{request[1]}", {"X-Subject": subject}), (
                f"Of 40 requests at once one for {request[1]} by {subject!r} had {name} asked with {path!r}, {headers}."
            )
