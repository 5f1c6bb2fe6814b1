"""The local server: this machine only, and plain files."""

import threading
import urllib.request

import pytest

from tools.serve import server


@pytest.fixture
def site(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Book</h1>")
    (tmp_path / "module.mjs").write_text("export {}")
    (tmp_path / "python.wasm").write_bytes(b"\0asm")
    web = server(0, tmp_path)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield web
    web.shutdown()
    web.server_close()


def get(site, path):
    return urllib.request.urlopen(f"http://127.0.0.1:{site.server_port}/{path}", timeout=5)


def test_a_folder_shows_its_index(site):
    assert get(site, "").read() == b"<h1>Book</h1>"


@pytest.mark.parametrize(("path", "kind"), [("module.mjs", "text/javascript"), ("python.wasm", "application/wasm")])
def test_modules_and_webassembly_have_the_type_that_browsers_insist_on(site, path, kind):
    assert get(site, path).headers["Content-Type"] == kind


def test_only_this_machine_is_served(site):
    assert site.server_address[0] == "127.0.0.1"
