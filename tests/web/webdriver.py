"""Firefox and WebKitGTK as a reader opens them, driven by WebDriver's commands in the form that each understands.

Both carry what https://www.w3.org/TR/webdriver2/ says: WebKit's over HTTP, Firefox's in Marionette's messages.
"""

import json
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tools.browser import path

PATIENCE = 60
"""Nothing takes longer on a busy machine, s; nothing waits longer than it must."""
SCRIPT = """const done = arguments[arguments.length - 1];
(async (...arguments) => {%s})(...arguments).then((value) => done({value}), (error) => done({error: `${error}`}));"""
KEYS = {"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Space": " "}
PATHS = {
    "SetTimeouts": "timeouts", "Navigate": "url", "ExecuteAsyncScript": "execute/async", "PerformActions": "actions",
}


class Window:
    """A browser's window; `send(command, arguments)` gives a command's value."""

    def __init__(self, send):
        self.send = send
        send("SetTimeouts", {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE})

    def open(self, address):
        """Go there; the page has loaded when this returns."""
        self.send("Navigate", {"url": address})

    def run(self, script, *arguments):
        """What the body of an async function returns in the page. AssertionError says what it throws."""
        answer = self.send("ExecuteAsyncScript", {"script": SCRIPT % script, "args": list(arguments)})
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    def press(self, key):
        """A key goes down and up, wherever the focus is."""
        strokes = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self.send("PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})


@contextmanager
def firefox(folder):
    """Firefox without a screen. Its profile is this folder, where it writes which port it listens at."""
    (folder / "user.js").write_text('user_pref("marionette.port", 0);\n', encoding="utf-8")
    command = [path("firefox"), "--headless", "--marionette", "--no-remote", "--profile", folder]
    with started(command):
        port = awaited(lambda: int((folder / "MarionetteActivePort").read_text()))
        with socket.create_connection(("127.0.0.1", port), 2 * PATIENCE) as line:
            yield Window(in_messages(line))


@contextmanager
def webkit(folder):
    """WebKitGTK's own small browser, on a screen that nobody sees."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with screen() as display, started([path("webkit"), f"--port={port}"], DISPLAY=display, HOME=str(folder)):
        ask = over_http(f"http://127.0.0.1:{port}/session")
        session = awaited(lambda: ask("", {"capabilities": {}}))["sessionId"]
        yield Window(lambda command, arguments: ask(f"/{session}/{PATHS[command]}", arguments))
        ask(f"/{session}", None)


OTHERS = {"firefox": firefox, "webkit": webkit}


def in_messages(line):
    """`send` for Marionette, which greets, and whose messages are a length, a colon and JSON."""
    heard = line.makefile("rb")

    def message():
        length = b"".join(iter(lambda: heard.read(1), b":"))
        return json.loads(heard.read(int(length)))

    def send(command, arguments):
        text = json.dumps([0, 1, f"WebDriver:{command}", arguments]).encode()
        line.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = message()
        assert not error, f"{command}: {error}"
        return result.get("value")

    message()
    send("NewSession", {})
    return send


def over_http(address):
    """`ask(path, body)`: the answer to what is posted there; to None, what is there is deleted."""

    def ask(path, body):
        data, method = (None, "DELETE") if body is None else (json.dumps(body).encode(), "POST")
        try:
            with urlopen(Request(address + path, data, method=method), timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise AssertionError(f"{path}: {json.load(error)['value']['message']}") from None

    return ask


@contextmanager
def screen():
    """The name of a new X display."""
    told, tell = os.pipe()
    command = [path("screen"), "-displayfd", str(tell), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with started(command, pass_fds=[tell]), open(told, encoding="ascii") as name:
        os.close(tell)
        yield f":{name.readline().strip()}"


@contextmanager
def started(command, pass_fds=(), **environment):
    """A program that runs to the end of the block and says nothing."""
    silence = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | environment, pass_fds=pass_fds, **silence)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def awaited(ask):
    """The answer, as soon as a program that has just been started gives one."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except (OSError, ValueError):
            assert time.monotonic() < end, "the browser did not start"
            time.sleep(0.05)
