"""Links to the repository, and what a downloaded notebook begins with."""

import json
import re
import subprocess
import sys
from html import unescape

import pytest
import yaml

from tools.assets import published
from tools.repository import installable, is_path


@pytest.fixture(scope="module")
def repository(root):
    """(address, branch), as `_config.yml` says them."""
    told = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["repository"]
    return told["url"], told["branch"]


def page(root, name):
    return (root / "_build/html/book" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("words", "expected"), [
    ("labs/00_tour.ipynb", True), ("labs/", True), ("systemdesign/sim", True), ("labs/99_none.ipynb", False),
    ("labs", False), ("../labs/00_tour.ipynb", False), ("_build/html", False), ("/etc/hosts", False), ("a / b", False),
])
def test_a_path_is_what_the_repository_keeps(words, expected):
    assert is_path(words) == expected


def test_every_lab_that_a_page_names_is_a_link_to_it(root, repository):
    url, branch = repository
    for stem in ["index", *(path.stem for path in published(root))]:
        text = re.sub(r"<pre>.*?</pre>", "", page(root, stem), flags=re.DOTALL)
        named = re.findall(r"<span class=\"pre\">(labs/\w+\.ipynb)", text)
        linked = re.findall(rf'href="{url}/blob/{branch}/(labs/\w+\.ipynb)"><code', text)
        assert named == linked != [], stem


def test_the_first_page_links_the_repository_and_says_how_to_install_the_package(root, repository):
    url, branch = repository
    text = page(root, "index")
    assert f'href="{url}/tree/{branch}/">the repository</a>' in text
    assert f'pip install "git+{url}@{branch}"' in unescape(re.sub(r"<[^!].*?>", "", text))


def test_a_downloaded_notebook_is_the_chapter_after_a_cell_that_installs_the_package(root, repository):
    url, branch = repository
    for path in published(root):
        assert f'href="../_sources/book/{path.name}"' in page(root, path.stem)
        first, *cells = json.loads((root / "_build/html/_sources/book" / path.name).read_text("utf-8"))["cells"]
        assert f'%pip install --quiet "git+{url}@{branch}"' in "".join(first["source"])
        own = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert [(cell["id"], cell["source"]) for cell in cells] == [(cell["id"], cell["source"]) for cell in own]


def test_a_notebook_is_still_one_with_its_new_cell(root):
    book = json.loads(installable(published(root)[0], "git+https://host/course@main"))
    assert book["nbformat"] == 4 and book["cells"][0]["id"] == "install"


@pytest.mark.slow
def test_the_repository_is_what_pip_installs_recordings_included(root, tmp_path):
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--target", tmp_path]
    subprocess.run([*pip, f"git+file://{root}"], check=True, timeout=300)
    installed = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    kept = {path.relative_to(root).as_posix() for path in root.glob("systemdesign/**/recorded/*.json")}
    assert kept and kept <= installed
    assert "systemdesign/sim/__init__.py" in installed
