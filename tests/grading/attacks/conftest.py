"""An attack on the grader: made through the real one, with a witness beside, and written into the table of attacks."""

import os

import pytest

from systemdesign.grading.judges import Judges, available
from tests.grading.attacks.witness import GAINED, Witness
from tests.grading.matrix import ATTACK

WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WRONG = """
class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        pass
    def joined(self, server):
        pass
    def weight(self, server):
        return 1.0
    def admitted(self, servers, rng):
        return servers
"""


@pytest.fixture(scope="session")
def passing(tmp_path_factory):
    """The folder in which the judges of the attacks keep what is temporary."""
    return tmp_path_factory.mktemp("passing")


@pytest.fixture
def spare(tmp_path):
    """An empty folder, for what one command keeps while it runs."""
    (tmp_path / "spare").mkdir()
    return tmp_path / "spare"


@pytest.fixture(scope="session")
def bench(passing):
    """The judges of the attacks, in a list: others take their place where an attack has ended them."""
    seated = []
    yield seated
    for judges in seated:
        judges.__exit__()


@pytest.fixture
def judges(bench, passing, monkeypatch):
    """Judges who are there, and keep their files in the folder for what passes."""
    monkeypatch.setenv("TMPDIR", str(passing))
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    if not bench or bench[-1].process.poll() is not None:
        bench.append(Judges(available()[NUMBER::WORKERS]).__enter__())
    return bench[-1]


@pytest.fixture
def witness(tmp_path_factory, passing, judges):
    found = Witness(tmp_path_factory.mktemp("witness"), passing, judges)
    yield found
    found.close()


@pytest.fixture
def kind(request):
    """The kind of attack, which is the name of the file."""
    return request.path.stem.removeprefix("test_").replace("_", " ")


@pytest.fixture
def told(record_property, kind):
    """`told(gained, harm)`: into the table, then judged."""

    def tell(name, gained, harm, what=""):
        record_property(ATTACK, (kind, name, bool(gained), bool(harm)))
        assert (bool(gained), harm) == (False, []), what

    return tell


@pytest.fixture
def attacked(verdict, witness, told):
    """`attacked(name, code)`: the verdict on a wrong answer to part 3 that begins with this code; or on `whole`."""

    def attack(name, code, whole="", part=3):
        with witness.watching():
            found = verdict(part, witness.named(code) + (whole or WRONG))
        gained = str(found.state) == "right" or found.earned or GAINED in found.printed
        told(name, gained, witness.harm(), (str(found.state), found.hint, found.printed))
        return found

    return attack
