"""Lab 18, part 3: what a log has kept, when the next one is made."""

from random import Random

import pytest

from .deaths import SAFE, execute, play

AGAIN = "What is found is the same whenever the next `Log` is made (rule 3)."
LIVES = "Lives end when they would have ended, counted from the request that gave them (rule 3)."
OVER = "What was over when a request came was over for it, when the log is read again too (rule 3)."
COMMANDS = [
    execute(1.5, "GET", "a"),
    execute(1.5, "SET", "a", "x", "EX", 7),
    execute(1.75, "PEXPIRETIME", "a"),
    execute(2.0, "APPEND", "a", "yz"),
    execute(2.0, "INCR", "n"),
    execute(2.5, "INCR", "n"),
    execute(2.5, "EXPIRE", "b", 3),
    execute(2.5, "INCR", "a"),
    execute(2.75, "SET", "b", "41", "PXAT", 9000),
    execute(2.75, "INCR", "b"),
    execute(3.0, "PEXPIREAT", "n", 9500),
    execute(3.0, "EXPIRE", "b", 9),
    execute(3.25, "DEL", "a"),
    execute(3.25, "DEL", "a"),
    execute(3.5, "SET", "n", ""),
    execute(3.5, "PEXPIRETIME", "n"),
    execute(3.75, "GET", "b"),
]


@pytest.mark.rule(1)
@pytest.mark.parametrize("policy", [None, "always", "everysec", "no"])
def test_it_answers_as_the_keys_do(lab, policy):
    play(lab, COMMANDS, SAFE, policy=policy, keys=[])


@pytest.mark.rule(1)
def test_what_was_done_once_counts_once(lab):
    script = [execute(1.0, "SET", "b", "old"), execute(1.0, "INCR", "n"), execute(1.0, "APPEND", "a", "x")]
    script += [execute(2.0, "INCR", "n"), execute(2.0, "SET", "b", "new"), execute(2.0, "APPEND", "a", "y")]
    for count in range(len(script) + 1):
        why = "The next `Log` has every request that returned, once, in order (rule 1)."
        play(lab, [*script[:count], ["crash", "all"], *script[count:], ["crash", "all"]], why)


@pytest.mark.rule(3)
@pytest.mark.parametrize("request_", [["SET", "a", "1", "EX", 10], ["EXPIRE", "a", 10],
                                      ["SET", "a", "1", "PXAT", 13_250], ["PEXPIREAT", "a", 13_250],
                                      ["SET", "a", "1", "PXAT", 0], ["EXPIRE", "a", 0]])  # fmt: skip
@pytest.mark.parametrize("later", [4.0, 13.25, 13.5, 4000.0])
def test_a_life_goes_on_while_the_process_is_dead(lab, request_, later):
    script = [execute(1.0, "SET", "a", "7"), execute(3.25, *request_), ["tick", "log", later], ["crash", "all"]]
    play(lab, [*script, execute(later + 0.125, "GET", "a"), execute(later + 20, "GET", "a")], LIVES)


@pytest.mark.rule(3)
@pytest.mark.parametrize("now", [1.001, 1.0006, 2.0014])
@pytest.mark.parametrize("request_", [["SET", "a", "1", "EX", 10], ["EXPIRE", "a", 10]])
def test_a_life_ends_at_the_same_millisecond_in_the_next_life(lab, now, request_):
    script = [
        execute(0.5, "SET", "a", "7"),
        execute(now, *request_),
        execute(now, "PEXPIRETIME", "a"),
        ["crash", "all"],
    ]
    play(lab, [*script, execute(3.0, "PEXPIRETIME", "a")], LIVES)


@pytest.mark.rule(3)
@pytest.mark.parametrize("asked", [[], [["GET"]], [["PEXPIRETIME"]], [["GET"], ["GET"]], [["EXPIRE", "soon"]]], ids=str)
@pytest.mark.parametrize("then", [["INCR", "n"], ["APPEND", "n", "8"], ["EXPIRE", "n", 9], ["PEXPIREAT", "n", 90_000],
                                  ["SET", "n", "1"]])  # fmt: skip
def test_what_was_over_for_a_request_is_over_for_it_in_the_next_life(lab, asked, then):
    script = [execute(1.0, "SET", "a", "x", "EX", 1), execute(1.0, "SET", "n", "5", "EX", 2), execute(1.5, "INCR", "n")]
    script += [execute(3.0, verb, "n", *rest) for verb, *rest in asked] + [["tick", "log", 3.0]]
    script += [execute(4.0 if asked else 3.0, *then), execute(4.0, "INCR", "n"), execute(4.0, "APPEND", "a", "y")]
    script += [["crash", "all"], execute(4.5, "INCR", "n")]
    play(lab, [*script, ["crash", "all"]], OVER)


@pytest.mark.rule(3)
def test_what_was_alive_for_a_request_is_alive_for_it_in_the_next_life(lab):
    script = [execute(1.0, "SET", "n", "5", "EX", 2), execute(2.0, "INCR", "n"), execute(2.0, "PEXPIREAT", "n", 99_000)]
    script += [execute(2.5, "SET", "a", "x", "EX", 1), execute(3.0, "APPEND", "a", "y"), execute(3.25, "SET", "a", "z")]
    play(lab, [*script, ["tick", "log", 50.0], ["crash", "all"], execute(60.0, "INCR", "n")], OVER)


@pytest.mark.rule(3)
def test_reading_the_log_twice_finds_the_same_twice(lab):
    script = [execute(1.0, "INCR", "n"), execute(1.0, "APPEND", "a", "x"), execute(1.0, "SET", "b", "y", "EX", 90)]
    play(lab, script + [["crash", "all"], ["tick", "log", 40.0]] * 4, f"There were four lives. {AGAIN}")


@pytest.mark.rule(3)
def test_after_each_request_it_is_all_there_once(lab):
    good = [row for row in COMMANDS if row[3] != [b"INCR", b"a"]]
    for count in range(len(good) + 1):
        script = [*good[:count], ["crash", "all"], *good[count:]]
        play(lab, script, f"All that was written is there, and counts once, in order. {AGAIN}")


ODD = [b"", b"\r\n", b"*1\r\n$3\r\nGET\r\n", bytes(range(256)), b"\x00\x00\x00\x02", b"x\xff\n", b"y" * 70_000]
ODD += [b"\x00" * 9]


@pytest.mark.rule(3)
def test_values_are_the_same_byte_for_byte(lab):
    for place, value in enumerate(ODD):
        key = ODD[-place - 1] or b"k"
        script = [execute(1.0, "SET", key, value), execute(1.0, "APPEND", key, value), ["crash", "all"]]
        play(lab, [*script, execute(2.0, "APPEND", key, b"z"), ["crash", "all"]],
             "What is found has byte for byte the same keys and values (rule 3).", keys=[key, b"", b"a"])  # fmt: skip


@pytest.mark.rule(3)
def test_what_is_found_is_what_the_disk_has(lab):
    script = [execute(1.0, "INCR", "n"), execute(1.0, "SET", "a", "x"), ["keep"], execute(2.0, "INCR", "n")]
    script += [execute(2.0, "DEL", "a"), ["restore"], execute(3.0, "INCR", "n"), ["crash", "all"]]
    play(
        lab, [*script, ["restore"]], f"A copy of the disk was put back, and what is found is what the disk has. {AGAIN}"
    )
    noise = Random(18).randbytes(9_000)
    size = play(lab, [execute(1.0, "SET", "a", noise), execute(1.5, "GET", "a")], AGAIN, keys=[]).sizes.get("log", 0)
    assert size >= len(noise), (
        f"A value of {len(noise)} bytes was set that nothing makes shorter, and the log has {size} bytes: what is "
        "found is what the disk has (rule 3)."
    )


@pytest.mark.rule(1)
def test_two_logs_on_one_disk_have_a_file_each(lab):
    names = ("log", "b")
    script = [execute(1.0, "INCR", "n", name=name) for name in ("log", "b", "b", "log", "b")]
    own = "A log's file is called `name`, and there may be other logs on the disk (rule 1)."
    play(lab, [*script, ["crash", "all"], *script, ["crash", "all"]], f"There were two logs. {own}", names=names)
    seen = play(lab, [*script, ["rewrite", "b"], ["step", "b", 1], ["finish", "b"], ["crash", "all"]], own, names=names)
    files = {call[2] for calls in seen.calls for call in calls}
    assert files <= {"log", "log.new", "b", "b.new"}, (
        f"Two logs, 'log' and 'b', used the files {sorted(files)}. A log's file is called `name`, a second one `name + "
        '".new"`, and no other file is read or written (rule 1).'
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
def test_reads_call_nothing_of_the_disk(lab, policy):
    script = [execute(1.0, "SET", "a", "x"), execute(1.0, "SET", "b", "x", "EX", 90)]
    script += [execute(2.0, "SET", "n", 1, "EX", 1)]
    reads = [execute(9.0, verb, key) for verb in ("GET", "PEXPIRETIME") for key in ("a", "b", "z")]
    script += [*reads, ["rewrite", "log"], ["step", "log", 1], *reads]
    seen = play(lab, script, SAFE, policy=policy)
    for row, verb, file, _ in seen.calls[0]:
        assert row < 0 or script[row] not in reads, (
            f"`execute({script[row][3]}, {script[row][2]})` called {verb}({file!r}): `GET` and `PEXPIRETIME` of a key "
            "that is alive, or that never was, call nothing of the disk (rule 4)."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("wrong", [["INCR", "a"], ["EXPIRE", "a", "soon"], ["SET", "a", "y", "EX", "x"], ["SING", "a"],
                                   ["PEXPIREAT", "a", ""]])  # fmt: skip
def test_what_raised_harms_no_later_life(lab, wrong):
    script = [execute(1.0, "SET", "a", "x", "EX", 50), execute(1.5, *wrong), execute(2.0, "INCR", "n")]
    play(lab, [*script, ["crash", "all"], execute(3.0, *wrong), execute(4.0, "INCR", "n"), ["crash", "all"]],
         "A request that raised has left nothing that harms the next `Log` (rule 4).")  # fmt: skip
