"""What holds for all that pass calls on: objects are handed on themselves, and who leaves takes the call along."""

from .scene import EXACT


def judge_objects(lab, what, sentence):
    for name, same, back, _ in lab.bring(EXACT).exact(what):
        assert same, f"A request that is a plain object did not arrive itself, or not once: {sentence}"
        assert back == "itself", f"It came to {name}, and its caller to {back}, instead of that: {sentence}"


def judge_one_request_twice(lab, what, sentence):
    count, times = lab.bring(EXACT).twice(what)
    assert (count, times) == (2, [1.0, 1.0]), (
        f"Two callers had the same request at one moment, of 1 s; {count} calls were passed on, and over at {times} s: "
        f"{sentence}"
    )


def judge_leaving(lab, what, sentence):
    asked, ended = lab.bring(EXACT).left(what)
    assert ended == [["CancelledError", 1.0]], (
        f"A caller was cancelled at 1 s, and came to {ended}: the `CancelledError` goes on at once. {sentence}"
    )
    assert asked == [["cancelled", 1.0]], (
        f"A caller was cancelled at 1 s, and the call it had made ended as {asked} (how, when). {sentence}"
    )
