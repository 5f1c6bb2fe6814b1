"""The page's scripts fit the types that their comments declare."""

import subprocess

from tools.node import NODE, WEB


def test_the_page_passes_the_type_checker():
    command = [NODE, WEB / "node_modules" / "typescript" / "bin" / "tsc", "--project", WEB / "jsconfig.json"]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
