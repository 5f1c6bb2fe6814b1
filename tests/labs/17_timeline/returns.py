"""The rules of part 2 of lab 17 about what `run` returns: who has the post then, and who waits."""

FREE = "Nobody waits who needs not: to whom the parent has come, or is not coming, gets the reply (rule 6)."


def reached(told, run, lack, missed):
    assert run.post[2] is not None or not lack, (
        f"{told}`run` of {run.post[0]} returned {run.outcome}, and {lack} had not got it: each active "
        "follower gets it, whoever they are (rule 1)."
    )
    assert not missed, (
        f"{told}`run` of {run.post[0]} returned {run.outcome}, and never asked of {missed[:20]}, who followed "
        "its author while `followers` had not told of all yet: they get it too (rule 1)."
    )


def waited(told, run, lack):
    id = run.post[0]
    assert not run.outcome or not lack, (
        f"{told}`run` of {id} returned True, and {lack} had not got it: it returns False if somebody waits, "
        "and True if all have it (rule 6)."
    )
    idle = [user for user in lack if user not in run.bound]
    assert not idle, (
        f"{told}`run` of {id} returned {run.outcome}, and {idle} had not got it: each active follower gets "
        f"it, but for those who wait for its parent {run.post[2]}. {FREE}"
    )
    assert run.outcome or lack, (
        f"{told}`run` of {id} returned False, and nobody waits: if nobody waits, it returns True (rule 6)."
    )
