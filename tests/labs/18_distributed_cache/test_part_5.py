"""Lab 18, part 5: slots and room. Which keys are served here."""

from random import Random

import pytest

from .rooms import Word, beside, first_word, named, slot

FIVE = b"123456789"
TAGGED = [b"{user1000}.following", b"{user1000}.followers", b"foo{}{bar}", b"foo{{bar}}zap", b"foo{bar}{zap}", b"{}"]
TAGGED += [
    b"{",
    b"}",
    b"}{",
    b"a}b{c}d",
    b"a{b",
    b"a}b",
    b"{a}",
    b"x{a}",
    b"{a}{b}",
    b"{}{b}",
    b"{{}",
    b"{{}}",
    b"{a{b}c}",
]
TAGGED += [b"a{b}c}d", b"{ }", b"{\x00}z", b"\xff{\xfe}\xfd", b"{a\r\n}b", b"}{a}", b"{a", b"{a}}", b"a{}", b"{}a{b}"]


def same(lab, keys, why):
    for key, got in zip(keys, beside(lab).slots(keys), strict=True):
        assert got == slot(key), f"`slot({key!r})` came to {got!r}, and {slot(key)} it is: {why}"


@pytest.mark.rule(1)
def test_the_slot_of_a_key(lab):
    rng = Random(3)
    plain = [b"foo", b"bar", b"hello", b"", b"\x00", b"\x00\x00", FIVE, "é".encode(), b"\xff" * 40, b"a" * 1_000]
    plain += [bytes(rng.choice(range(48, 58)) for _ in range(rng.randint(1, 20))) for _ in range(200)]
    same(lab, plain, "it is the CRC16 of the key, with the polynomial 0x1021, beginning with 0, modulo 16,384.")


@pytest.mark.rule(1)
@pytest.mark.parametrize("key", TAGGED, ids=range(len(TAGGED)))
def test_the_slot_of_a_tag(lab, key):
    why = "of a key the tag alone counts, what stands between its first `{` and the first `}` after that, if anything."
    same(lab, [key, key + b"x", b"x" + key], why)


def refusals(lab, script, why):
    """Each step (me, "assign", first, last, address) or (me, "refused", keys, what it is)."""
    asked = [[*step[:2], *(step[2:] if step[1] == "assign" else step[2:3])] for step in script]
    for step, got in zip(script, beside(lab).redirections(asked), strict=True):
        me, what, *rest = step
        if what == "refused":
            keys, wanted = rest
            wanted = wanted and Word(wanted)
            whole = (wanted or "").startswith("MOVED") and hasattr(got, "text")
            assert (Word(got.text) if whole else first_word(got)) == wanted, (
                f"At {me}, `refused({keys!r})` (slots {', '.join(str(slot(key)) for key in keys) or 'none'}) came to "
                f"{getattr(got, 'text', got)!r}, not {named(wanted)}: {why}"
            )


A, B, C = "10.0.0.1:6379", "10.0.0.2:7000", "node-3:1"
FOO, BAR, HELLO = b"foo", b"bar", b"hello"  # 12182, 5061, 866
LAST = b"last-15851"  # 16383


@pytest.mark.rule(2)
def test_what_is_served_here(lab):
    why = "it is None where all keys are in one slot that `me` serves, and where there are no keys."
    script = [(A, "assign", 0, 16_383, A), (A, "refused", [FOO], None), (A, "refused", [BAR, b"{bar}x", BAR], None)]
    refusals(lab, [(A, "refused", [], None), *script, (A, "refused", [], None), (A, "refused", [b""], None)], why)


@pytest.mark.rule(2)
def test_what_has_moved(lab):
    why = "it is MOVED, the slot and the address of who serves it, with one space in between."
    script = [(A, "assign", 0, 5_000, A), (A, "assign", 5_001, 12_000, B), (A, "assign", 12_001, 16_383, C)]
    script += [(A, "refused", [BAR], f"MOVED 5061 {B}"), (A, "refused", [FOO], f"MOVED 12182 {C}")]
    script += [(A, "refused", [b"x{foo}", b"{foo}"], f"MOVED 12182 {C}"), (A, "refused", [HELLO], None)]
    refusals(lab, [*script, (A, "refused", [b""], None)], why)


@pytest.mark.rule(2)
def test_the_ends_of_what_is_assigned(lab):
    why = "the slots from `first` to `last` are assigned, both included."
    script = [(A, "assign", 0, 16_383, B), (A, "assign", 12_182, 12_182, A), (A, "refused", [FOO], None)]
    script += [(A, "assign", 0, 12_181, A), (A, "refused", [BAR], None), (A, "assign", 5_061, 5_061, C)]
    script += [(A, "refused", [BAR], f"MOVED 5061 {C}"), (A, "assign", 5_062, 6_000, B), (A, "assign", 866, 5_060, B)]
    script += [(A, "refused", [BAR], f"MOVED 5061 {C}"), (A, "refused", [HELLO], f"MOVED 866 {B}")]
    script += [(A, "refused", [LAST], f"MOVED 16383 {B}"), (A, "refused", [b""], None)]
    script += [(A, "assign", 16_383, 16_383, A), (A, "refused", [LAST], None), (A, "assign", 0, 0, C)]
    script += [(A, "refused", [b""], f"MOVED 0 {C}")]
    refusals(lab, script, why)


@pytest.mark.rule(2)
def test_several_slots(lab):
    why = "it begins with CROSSSLOT where the keys are in several slots, whoever serves them."
    script = [
        (A, "refused", [FOO, BAR], "CROSSSLOT"),
        (A, "assign", 0, 16_383, A),
        (A, "refused", [FOO, BAR], "CROSSSLOT"),
    ]
    script += [
        (A, "refused", [FOO, FOO, HELLO], "CROSSSLOT"),
        (A, "refused", [FOO, BAR, FOO], "CROSSSLOT"),
        (A, "refused", [b"{foo}a", b"{foo}b"], None),
    ]
    script += [(A, "assign", 0, 16_383, B), (A, "refused", [BAR, FOO], "CROSSSLOT"), (A, "assign", 0, 900, A)]
    refusals(lab, [*script, (A, "refused", [HELLO, FOO], "CROSSSLOT"), (A, "refused", [FOO, HELLO], "CROSSSLOT")], why)


@pytest.mark.rule(2)
def test_nobodys_slot(lab):
    why = "it begins with CLUSTERDOWN where nobody serves the slot; None is nobody, as before the first `assign`."
    script = [(A, "refused", [FOO], "CLUSTERDOWN"), (A, "assign", 0, 9_000, A), (A, "refused", [FOO], "CLUSTERDOWN")]
    script += [(A, "refused", [BAR], None), (A, "assign", 5_061, 5_061, None), (A, "refused", [BAR], "CLUSTERDOWN")]
    refusals(lab, [*script, (A, "assign", 5_000, 6_000, B), (A, "refused", [BAR, BAR], f"MOVED 5061 {B}")], why)


@pytest.mark.rule(2)
def test_two_nodes(lab):
    why = "each node serves what is assigned to its own address, as it was told; the latest `assign` counts."
    script = [(A, "assign", 0, 16_383, A), (B, "assign", 0, 16_383, A), (B, "refused", [FOO], f"MOVED 12182 {A}")]
    script += [(B, "assign", 12_000, 13_000, B), (B, "refused", [FOO], None), (A, "refused", [FOO], None)]
    refusals(lab, [*script, (A, "assign", 12_182, 12_182, B), (A, "refused", [FOO], f"MOVED 12182 {B}")], why)
