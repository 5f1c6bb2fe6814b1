"""The running shortener in every set-up that is measured."""

from contextlib import ExitStack, contextmanager

from systemdesign.engines.site.child import Running

SERVICE = "systemdesign.url_shortener.service"
SET_UPS = {
    "SQLite": (),
    "SQLite, normal": ("--synchronous", "normal"),
    "SQLite, counter": ("--codes", "counter"),
    "SQLite, memory": ("--cache", "memory"),
    "PostgreSQL": ("--database", "postgres"),
    "PostgreSQL, memory": ("--database", "postgres", "--cache", "memory"),
    "PostgreSQL, Valkey": ("--database", "postgres", "--cache", "valkey"),
}
"""The command's options by a name for them."""
ENGINES = "rest", "sqlite", "postgres", "valkey"


@contextmanager
def running(names):
    """{name: its service}, all started, and in the end all ended, side by side."""
    with ExitStack() as stack:
        started = {name: stack.enter_context(Running(SERVICE, *SET_UPS[name])) for name in names}
        yield {name: service.wait() for name, service in started.items()}
        for service in started.values():
            service.end()
