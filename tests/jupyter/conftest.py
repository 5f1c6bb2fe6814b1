"""A real JupyterLab on this machine, and a browser before it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},  # dark where the reader's system is
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture(scope="session")
def desk(tmp_path_factory, root):
    """A learner's copy of the notebooks, with a solved lab beside its starter."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("book", "labs"):
        shutil.copytree(root / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def lab(desk, tmp_path_factory):
    """The address of a JupyterLab that serves the desk; stopped by its own process id."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    settings = home / "lab" / "settings"
    settings.mkdir(parents=True)
    (settings / "overrides.json").write_text(json.dumps(SETTINGS))
    environment = os.environ | {
        "HOME": str(home), "SYSTEMDESIGN_ENGINES": "recorded", "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTERLAB_SETTINGS_DIR": str(home / "user-settings"),
    }
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={desk}", f"--LabApp.app_settings_dir={settings}",
    ]
    with open(home / "log", "w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        await_answer(f"http://127.0.0.1:{port}/api", server, home / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_answer(address, server, log, patience=60):
    """Poll until the server answers; fail with its log when it ends or stays silent."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture
def page(lab, chromium):
    """A new reader's page; requests to any other host fail the test at its end."""
    strangers = []
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.on("request", lambda request: strangers.append(request.url) if foreign(request.url, lab) else None)
    page.set_default_timeout(60_000)
    yield page
    page.context.close()
    assert not strangers


def foreign(url, lab):
    return not url.startswith((lab, lab.replace("http", "ws", 1), "data:", "blob:"))
