"""The rules of part 4 of lab 12, once more: who is asked, in which order, and what comes of a request."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

BESIDE = Path(__file__).parent / "beside_gateway.py"
ANN = {"Authorization": "Bearer T1"}
PLAN = {
    "verify": {"T1": "ann", "T2": "bob", "T3": "", "t1": "another"},
    "find": {"/a": ("a", "/a"), "/x/../a/?q": ("a", "/a?q"), "/b": ("b", "/b")},
    "take": {"ann": [0.0, 0.0, 0.0], "bob": [0.25, 0.0, 0.0], "": [0.0, 0, 0.0]},
    "service": {"a": [0.25, "from a", 0.0], "b": [0.5, "from b", 0.0]},
}
ORDER = ["verify", "find", "take", "service"]


@dataclass
class Call:
    """A call of the verifier's, the routes', the bucket's, or a service's: of that, `asked` is
    [its name, whether it had a WebRequest, path, headers]."""

    who: int
    what: str
    asked: object
    began: float
    ended: float | None
    how: str


@dataclass
class Outcome:
    """What came of one request: a reply's status, headers and body, or the name of what was raised."""

    how: str
    status: object
    headers: dict
    body: object
    ended: float
    under_way: list
    own_headers: dict
    calls: list

    def asked(self, what=None):
        """What was asked, in turn, the verifier and the routes once; or all that one of them was asked."""
        if what is not None:
            return [call.asked for call in self.calls if call.what == what]
        found = []
        for call in self.calls:
            if call.what not in found or call.what in ("take", "service"):
                found.append(call.what)
        return found

    def __str__(self):
        return f"{self.status} {self.headers}" if self.how == "reply" else f"{self.how} {self.status}"


def but(**changes):
    """The plan with some other answers: but(take={"ann": …})."""
    return {what: {**PLAN[what], **changes.get(what, {})} for what in PLAN}


def web(time=0.0, path="/a", headers=ANN, leaves=()):
    return [time, path, dict(headers), list(leaves)]


def play(lab, *script, limit=None, **changes):
    """What came of each request, in the order of the script."""
    script = script or [web()]
    ends, log = lab.bring(BESIDE, every=8, first=12).play(but(**changes), list(script), limit)
    calls, found = [Call(*row) for row in log], []
    for who, end in enumerate(ends):
        assert end, f"The request of {script[who][0]} s, for {script[who][1]}, had not ended 60 s after the last one."
        (how, status, headers, body), *rest = [[*end[0], None, None][:4], *end[1:]]
        found.append(Outcome(how, status, headers, body, *rest, [call for call in calls if call.who == who]))
    return found


def one(lab, request=None, limit=None, **changes):
    """What came of the one request that there was."""
    return play(lab, request or web(), limit=limit, **changes)[0]


def due(plan, request, limit):
    """(status, Retry-After, seconds that it takes, who is asked) by the rules, where no two things meet."""
    _, path, headers, _ = request
    shown = {name.lower(): value for name, value in headers.items()}.get("authorization", "")
    subject = plan["verify"].get(shown[7:]) if shown[:7].lower() == "bearer " else None
    if subject is None:
        return 401, None, 0.0, ["verify"]
    if path not in plan["find"]:
        return 404, None, 0.0, ORDER[:2]
    seconds, wait, _ = plan["take"][subject]
    if wait > 0:
        return 429, str(ceil(wait)), seconds, ORDER[:3]
    works, outcome, lets_go = plan["service"][plan["find"][path][0]]
    if works >= limit:
        return 504, None, seconds + limit + lets_go, ORDER
    status = {"TimedOut": 504, "TimeoutError": 504}.get(outcome["raise"], 502) if isinstance(outcome, dict) else 200
    return status, None, seconds + works, ORDER
