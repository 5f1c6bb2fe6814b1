"""make takes a name as it was given, passes on nothing of a shell's that would change what it does, and trusts no
environment that was moved, copied or broken off."""

import os
import shutil
import subprocess

import pytest

FOREIGN = ["PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONSAFEPATH", "PYTHONWARNINGS", "PIP_TARGET", "PIP_PREFIX",
           "PIP_REQUIRE_VIRTUALENV", "PIP_NO_DEPS", "NODE_ENV", "NODE_OPTIONS", "npm_config_omit", "NPM_CONFIG_PREFIX",
           "PYTEST_ADDOPTS", "JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "VIRTUAL_ENV", "CONDA_PREFIX", "CDPATH",
           "ESBUILD_BINARY_PATH", "SETUPTOOLS_ENABLE_FEATURES"]
REACH = ["PIP_CERT", "PIP_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE", "HTTPS_PROXY", "NODE_EXTRA_CA_CERTS",
         "SSL_CERT_FILE", "npm_config_registry", "NPM_CONFIG_CAFILE", "npm_config_userconfig"]
ECHO = '#!/bin/sh\nprintf "%s\\n" "$@"\n'


class Checkout:
    """A folder with our Makefile, and an environment whose Python says what it was called with, a word a line."""

    def __init__(self, folder, root):
        self.folder, self.env = folder, {"PATH": os.environ["PATH"]}
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / "labs").mkdir()
        for name in ("Makefile", "requirements.txt", "pyproject.toml"):
            shutil.copy(root / name, folder)
        self.write(".venv/bin/python", ECHO).chmod(0o755)
        self.write(".venv/pyvenv.cfg", f"command = /a b/python3 -m venv --copies {folder}/.venv\n")
        self.write(".venv/.read", "")

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return self.folder / name

    def make(self, *words, **env):
        return subprocess.run(["make", *words], cwd=self.folder, env=self.env | env, text=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path, root):
    (tmp_path / "it's 100% $a #b").mkdir()
    return Checkout(tmp_path / "it's 100% $a #b", root)


def test_what_changes_an_install_or_a_run_is_not_passed_on_and_how_a_registry_is_reached_is(checkout):
    checkout.write("more.mk", "env:\n\t@env\n")
    told = checkout.make("-f", "Makefile", "-f", "more.mk", "env", **dict.fromkeys(FOREIGN + REACH, "given")).stdout
    passed = {line.partition("=")[0] for line in told.splitlines() if line.endswith("=given")}
    assert passed == set(REACH)


def test_a_folder_for_temporary_files_that_is_not_there_is_left_aside(checkout):
    checkout.write("more.mk", "env:\n\t@env\n")
    told = checkout.make("-f", "Makefile", "-f", "more.mk", "env", TMPDIR="/nowhere").stdout
    assert "TMPDIR is no folder" in told and "TMPDIR=/nowhere" not in told


@pytest.mark.parametrize("name", ["/dev/../{}/x.ipynb", "x.ipynb", "it's $a `b` \"c\" #d.ipynb", "labs/y.ipynb"])
def test_the_very_file_that_is_named_is_graded(checkout, name):
    path = name.format(checkout.folder)
    (checkout.folder / path).touch()
    assert checkout.make("grade", f"LAB={path}").stdout.splitlines()[-1] == path


def test_a_bare_name_is_a_lab(checkout):
    (checkout.folder / "labs" / "03 x.ipynb").touch()
    assert checkout.make("grade", "LAB=03 x").stdout.splitlines()[-1] == "labs/03 x.ipynb"


@pytest.mark.parametrize("name", ["nowhere", "/elsewhere/labs/03.ipynb", "03.ipynb"])
def test_a_notebook_that_is_not_there_is_named_and_no_other_one_is_graded(checkout, name):
    (checkout.folder / "labs" / "03.ipynb").touch()
    done = checkout.make("grade", f"LAB={name}")
    assert done.returncode == 2 and "There is no notebook" in done.stdout and "systemdesign" not in done.stdout


def test_the_folder_of_the_file_is_what_a_container_is_given(checkout):
    (checkout.folder / "else where").mkdir()
    checkout.write("else where/03 x.ipynb", "")
    checkout.write("podman", ECHO).chmod(0o755)
    path = f"{checkout.folder}:{checkout.env['PATH']}"
    told = checkout.make("grade", "IN=container", "LAB=else where/03 x.ipynb", PATH=path).stdout.splitlines()
    assert f"{checkout.folder}/else where:/labs:ro" in told and told[-1] == "/labs/03 x.ipynb"


def test_chapters_and_ports_are_one_word_as_they_were_given(checkout):
    assert "a 'b' $c" in checkout.make(".port", "PORT=a 'b' $c").stdout.splitlines()
    (checkout.folder / "tests").mkdir()
    checkout.write("tests/requirements.txt", "")
    assert checkout.make("fast", "CHAPTER=a b").stdout.splitlines()[-1] == "a b"


def test_an_environment_of_this_folder_is_used_as_it_is(checkout):
    assert "venv" not in checkout.make("labs").stdout


@pytest.mark.parametrize("change", [
    lambda folder: (folder / ".venv/pyvenv.cfg").write_text("command = /bin/python3 -m venv /the/original/.venv\n"),
    lambda folder: (folder / ".venv/.busy").touch(),
    lambda folder: (folder / ".venv/.read").unlink(),
    lambda folder: (folder / ".venv/pyvenv.cfg").unlink(),
], ids=["copied", "broken off", "begun", "no environment"])
def test_one_that_was_moved_copied_or_not_finished_is_made_anew(checkout, change):
    change(checkout.folder)
    told = checkout.make("labs", "-n").stdout
    assert "is made anew" in told and "-m venv" in told and told.index("-m venv") < told.index("pip install")


def test_variables_of_the_makefile_s_own_cannot_be_replaced(checkout):
    done = checkout.make("-e", "labs", VENV="/elsewhere", PY="false", PIP="false")
    assert done.returncode == 0 and "tools.make_labs" in done.stdout


def test_failures_cannot_be_ignored(checkout):
    assert "leave it out" in checkout.make("labs", MAKEFLAGS="-i").stderr
    assert checkout.make("labs", "LAB=i", MAKEFLAGS="-j4").returncode == 0


def test_a_colon_in_the_path_is_told(tmp_path, root):
    (tmp_path / "a:b").mkdir()
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(root / name, tmp_path / "a:b")
    done = subprocess.run(["make", "labs"], cwd=tmp_path / "a:b", text=True, capture_output=True)
    assert done.returncode == 2 and "path has a colon" in done.stdout


def test_a_python_that_is_too_old_or_none_is_told(checkout):
    (checkout.folder / ".venv/pyvenv.cfg").unlink()
    assert "Python 3.11 or newer is needed" in checkout.make("labs", "PYTHON=/no where/python").stdout
