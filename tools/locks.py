"""The locks: every requirement pinned and hashed, for every Python and system of the course."""

import subprocess
import sys

LOCKS = {
    "requirements.txt": ["book"],
    "tests/requirements.txt": ["test"],
    "benchmarks/requirements.txt": ["bench"],
}


def compile_lock(path: str, extras: list[str], upgrade: bool) -> None:
    """Write one lock; the readers' lock decides the versions of all the others."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    command += ["--custom-compile-command", "make locks", "--output-file", path]
    command += [f"--extra={extra}" for extra in extras]
    if upgrade:
        command.append("--upgrade")
    if path != "requirements.txt":
        command += ["--constraint", "requirements.txt"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    for path, extras in LOCKS.items():
        compile_lock(path, extras, upgrade="--upgrade" in sys.argv)
