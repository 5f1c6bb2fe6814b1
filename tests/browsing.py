"""The browser, one a process. Its loop runs until the process ends, and is hidden from tests without a browser."""

import asyncio
from contextlib import contextmanager

import pytest

from tools.browser import opened


@pytest.fixture(scope="session")
def chromium():
    """The browser, one a process. Without one the tests fail: they are never skipped."""
    with opened() as browser:
        yield browser


def visited(chromium, home, **options):
    """A page at this address, and a list to which every complaint of the browser's comes."""
    page, complaints = chromium.new_page(**options), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(home)
    return page, complaints


@contextmanager
def hidden(item):
    """Let a test that has no browser find the thread without a running loop, as it would alone."""
    loop = None if "chromium" in item.fixturenames else asyncio._get_running_loop()
    if loop is not None:
        asyncio._set_running_loop(None)
    try:
        yield
    finally:
        if loop is not None:
            asyncio._set_running_loop(loop)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    with hidden(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    with hidden(item):
        return (yield)
