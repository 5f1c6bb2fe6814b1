"""The locks: every requirement pinned and hashed, for every Python and system of the course."""

import subprocess
import sys

LOCKS = {
    "requirements.txt": ["pyproject.toml", "--extra=book"],
    "web/requirements.txt": ["--group=page"],
    "tests/requirements.txt": ["pyproject.toml", "--extra=test"],
    "benchmarks/requirements.txt": ["pyproject.toml", "--extra=bench"],
}


def compile_lock(path: str, declared: list[str], upgrade: bool) -> None:
    """Write one lock; the readers' lock decides the versions of all the others."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *declared, "--quiet"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    command += ["--custom-compile-command", "make locks", "--output-file", path]
    if upgrade:
        command.append("--upgrade")
    if path != "requirements.txt":
        command += ["--constraint", "requirements.txt"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    for path, declared in LOCKS.items():
        compile_lock(path, declared, upgrade="--upgrade" in sys.argv)
