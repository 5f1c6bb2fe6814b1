"""Binder's server: what repo2docker would build, and that a chapter runs in it."""

import os
import subprocess
import sys

import pytest
from repo2docker.app import Repo2Docker
from repo2docker.buildpacks import PythonBuildPack

from tests.tracked import tracked


@pytest.fixture(scope="module")
def checkout(root, tmp_path_factory):
    """What a clone of the last commit holds, with the work tree's changes to it."""
    folder = tmp_path_factory.mktemp("binder")
    for name in tracked(root):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((root / name).read_bytes())
        (folder / name).chmod((root / name).stat().st_mode)
    return folder


@pytest.fixture
def buildpack(checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    app = Repo2Docker()
    packs = (kind(app.base_image) for kind in app.buildpacks)
    found = next(pack for pack in packs if pack.detect())
    found.platform = "linux/amd64"
    return found


def our_steps(pack):
    """The shell lines that repo2docker runs because of files of this repository."""
    scripts = [line for _, line in pack.get_preassemble_scripts() + pack.get_assemble_scripts()]
    return [line for line in scripts if "pip install" in line] + pack.get_post_build_scripts()


def test_repo2docker_takes_the_python_buildpack_and_our_files(buildpack):
    assert type(buildpack) is PythonBuildPack
    assert buildpack.python_version == "3.12"
    assert our_steps(buildpack) == [
        '${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"',
        "binder/postBuild",
    ]


def test_the_generated_dockerfile_has_our_steps(buildpack):
    dockerfile = buildpack.render()
    for step in our_steps(buildpack):
        assert step in dockerfile


@pytest.mark.slow
def test_a_chapter_runs_where_the_generated_steps_were_done(buildpack, checkout, tmp_path):
    env = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", env], check=True)
    clean = {name: os.environ[name] for name in os.environ if not name.startswith("PYTHON")}
    clean |= {"PIP_COMPILE": "0"}  # what is imported is compiled then; the rest would take 12 s
    clean |= {"KERNEL_PYTHON_PREFIX": str(env), "HOME": str(tmp_path), "PATH": f"{env}/bin:/usr/bin:/bin"}
    for step in our_steps(buildpack):
        subprocess.run(["bash", "-c", step], cwd=checkout, env=clean, check=True)
    chapter = checkout / "book" / "03_load_balancing.ipynb"
    execute = [env / "bin" / "jupyter", "execute", "--timeout=120", chapter]
    subprocess.run(execute, cwd=checkout, env=clean, check=True)
