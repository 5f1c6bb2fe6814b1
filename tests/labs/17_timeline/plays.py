"""How the plays of parts 2 and 3 of lab 17 are played: beside the answer, and several at a time."""

from .state import HERE

MANY = 12


def plays(beside, seen):
    """(play, play_all): of what stands `beside` the answer, each play told as a `seen` that has walked through it."""

    def play(lab, rules, script, told="", options=None, **world):
        """One play, walked through by these rules."""
        return next(play_all(lab, rules, [(script, told, world)], options))

    def play_all(lab, rules, several, options=None):
        """Several plays, each (script, what is told of it, world), walked through by these rules."""
        options = options or {}
        for start in range(0, len(several), MANY):
            part, every = several[start : start + MANY], 16 if len(several) == 1 else 8
            things, stage = lab.bring(HERE / "beside_world.py", HERE / beside, every=every, first=2)
            asked = [[sorted(script, key=lambda row: row[0]), options, world] for script, _, world in part]
            for report, (_, told, world) in zip(stage.play_all(things, asked), part, strict=True):
                yield seen(report, rules, options, told, world.get("first", ())).walk()

    return play, play_all
