"""The kernel's filter holds by itself, should Python's own guard be undone: the same attacks, without the guard."""

import sys

import pytest

from tests.grading.attacks import test_files, test_processes, test_resources, test_signals
from tests.grading.attacks.wall import KERNEL, NOTHING, behind
from tests.grading.attacks.witness import Witness

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")

ATTACKS = {f"process: {name}": code for name, code in test_processes.BREACHES.items()}
ATTACKS |= {f"signal: {name}": code for name, code in test_signals.BREACHES.items()}
ATTACKS |= {f"line: {name}": code for name, code in test_files.SOCKETS.items()}
ATTACKS |= {f"reads: {name}": code for name, code in test_files.READS.items()}
ATTACKS |= {f"writes: {name}": code for name, code in test_files.WRITES.items()}
ATTACKS |= {f"resource: {name}": code for name, code in test_resources.BREACHES.items()}


@pytest.fixture
def bystander(tmp_path):
    found = Witness(tmp_path)
    yield found
    found.close()


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", ATTACKS)
def test_the_filter_alone_stops_it(bystander, told, name):
    came, words = behind(KERNEL, bystander.named(ATTACKS[name]))
    told(name, came, bystander.harm(), words)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", ATTACKS)
def test_without_the_filter_it_is_a_real_attack(bystander, name):
    came, words = behind(NOTHING, bystander.named(ATTACKS[name]))
    assert came, words
