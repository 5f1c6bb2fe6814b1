"""The rules of part 4 of lab 16, once more: each click is in the store in time, and once."""

from itertools import pairwise

from .leases import FAR, HERE, Row

ONCE = "None is lost, and none is counted twice."
WRITTEN = "Under the code stands a tuple, and its first item is the number of clicks of all processes together."
ANEW = "Where `put_if` says no, another process has written: read again, and try anew until it is done."
CLOSED = "`close` returns when all that was counted is written."
AGAIN = "They are counted once, whether they had been written or not, and whatever other processes have written since."


class Seen:
    """A play: the clicks, the closes, the store's log, who is dead, and what stands in the store in the end."""

    def __init__(self, report, every, told=""):
        rows, log, self.dead, kept = report
        assert not [row for row in rows if row[2] == "count"], "`count` is no coroutine: it counts a click at once."
        self.closes = [row for row in rows if row[2] == "close"]
        self.clicks = [row[:4] for row in rows if row[2] != "close"]
        self.log, self.kept, self.every, self.told = [Row(*row) for row in log], dict(kept), every, told

    def codes(self):
        return list(dict.fromkeys(code for _, _, code, _ in self.clicks))

    def counted(self, code, until=1e9, who=None):
        return sum(times for time, by, one, times in self.clicks if one == code and time <= until and who in (None, by))

    def of(self, verb, code=None, who=None):
        return [row for row in self.log if row.verb == verb and code in (None, row.key) and who in (None, row.who)]

    def whole(self, rule=ONCE):
        """Fails where in the end a code does not have as many clicks as were counted, with the sentence of a rule."""
        for code in self.codes():
            assert code in self.kept and type(self.kept[code]) is int, (
                f"{self.told}In the end the store has nothing under the key {code!r}, or no tuple that begins with a "
                f"number, and clicks were counted for it. {rule}"
            )
            due, found = self.counted(code), self.kept[code]
            more = "counted twice" if found > due else "lost"
            assert found == due, (
                f"{self.told}Of {code!r} {due} clicks were counted, and in the end the store says {found}: "
                f"{abs(found - due)} were {more}. {rule}"
            )
        return self

    def ended(self):
        for asked, who, _, outcome, _ in self.closes:
            assert outcome is None or who in self.dead, (
                f"{self.told}`close` of {who!r} at {asked:.2f} s came to {outcome!r}: it returns, and nothing else, "
                "when all that was counted is written; an error of the store's reaches nobody."
            )
        return self

    def prompt(self, slack=0.3):
        """Fails where a click's batch was not sent in time; for a store that never fails, and short batches."""
        for code in self.codes():
            for who in {row[1] for row in self.clicks if row[2] == code}:
                sent = [row.time for row in self.of("get", code, who)]
                for time, by, one, _ in self.clicks:
                    if (by, one) == (who, code):
                        assert any(time - slack <= at <= time + self.every + slack for at in sent), (
                            f"{self.told}every {self.every}: a click of {time:.3f} s, and the store was asked for "
                            f"{code!r} at {[round(at, 3) for at in sent][:9]} s: a click's batch is sent `every` "
                            "seconds after the click, at the latest."
                        )
        return self

    def apart(self):
        """Fails where one process asks for a code again before `every` seconds are over."""
        for code in self.codes():
            for who in dict.fromkeys(row.who for row in self.log):
                for verb in ("get", "put_if"):
                    times = [row.time for row in self.of(verb, code, who)]
                    for one, other in pairwise(times):
                        assert other - one >= self.every - 0.25, (
                            f"{self.told}every {self.every}: `{verb}` of {code!r} at {one:.3f} s and at {other:.3f} s: "
                            "at least `every` seconds pass between one batch and the next."
                        )
        return self


def click(time, code="a", who="x", times=1):
    return [time, who, "count", code, times]


def close(time, who="x"):
    return [time, who, "close"]


def play(lab, script, told="", every=5.0, options=None, **world):
    """One play."""
    things, stage = lab.bring(HERE / "beside_shelf.py", HERE / "beside_clicks.py", every=60, first=1)
    script = sorted(script, key=lambda row: row[0])
    report = stage.play(things, script, {"every": every} if options is None else options, **world)
    return Seen(report, every, told).ended()


def play_all(lab, several, every=5.0):
    """Several plays, each (script, what is told of it, world)."""
    for bring, those in lab.in_turn(several, FAR):
        things, stage = bring(HERE / "beside_shelf.py"), bring(HERE / "beside_clicks.py")
        for start in range(0, len(those), 20):
            part = those[start : start + 20]
            plays = [[sorted(script, key=lambda row: row[0]), {"every": every}, world] for script, _, world in part]
            reports = stage.play_all(things, plays)
            yield from (Seen(report, every, told).ended() for report, (_, told, _) in zip(reports, part, strict=True))
