"""A key's number is part of the data format: it must never change."""

import subprocess
import sys
from collections import Counter

from systemdesign.sim.fingerprint import fingerprint, fingerprints, mixed


def test_a_fingerprint_is_blake2b_of_the_text():
    # printf %s user:42 | b2sum -l 64, its bytes read from the last to the first
    assert fingerprint("user:42").to_bytes(8, "little").hex() == "d9279b7cb3a5b282"


def test_a_fingerprint_is_the_same_in_a_process_with_another_salt():
    code = "from systemdesign.sim.fingerprint import fingerprint; print(fingerprint('user:42'), hash('user:42'))"
    told = [
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": salt}, capture_output=True, text=True)
        for salt in ("1", "2")
    ]
    (ours, pythons), (ours_again, pythons_again) = (run.stdout.split() for run in told)
    assert ours == ours_again == str(fingerprint("user:42"))
    assert pythons != pythons_again


def test_a_longer_list_of_fingerprints_begins_with_the_shorter():
    assert fingerprints("ann", 50)[:20] == fingerprints("ann", 20)
    assert len(set(fingerprints("ann", 50) + fingerprints("bob", 50))) == 100


def test_mixing_spreads_neighbours_evenly():
    counts = Counter(mixed(number) >> 60 for number in range(16_000))
    assert all(abs(counts[part] - 1000) < 4 * (1000 * 15 / 16) ** 0.5 for part in range(16))


def test_mixing_loses_nothing():
    # Xors with a right shift and products with an odd number can both be undone.
    assert len({mixed(number << 40) for number in range(5_000)}) == 5_000


def test_mixing_is_murmur_s_own():
    assert mixed(1) == 0xB456BCFC34C2CB2C
    assert mixed(0) == 0
