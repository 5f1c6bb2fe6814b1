"""The local server: this machine only, and plain files."""

import gzip
import socket
import struct
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
    web.daemon_threads = False
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


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_lies_there_packed_as_well_is_sent_packed_to_who_can_unpack_it(site, tmp_path, method):
    (tmp_path / "python.wasm.gzip").write_bytes(gzip.compress(b"\0asm"))
    asked = urllib.request.Request(f"http://127.0.0.1:{site.server_port}/python.wasm", method=method)
    asked.add_header("Accept-Encoding", "gzip, br")
    answer = urllib.request.urlopen(asked, timeout=5)
    assert answer.headers["Content-Encoding"] == "gzip" and answer.headers["Content-Type"] == "application/wasm"
    assert method == "HEAD" or gzip.decompress(answer.read()) == b"\0asm"


def test_who_cannot_unpack_gets_what_is_packed_as_it_is(site, tmp_path):
    (tmp_path / "python.wasm.gzip").write_bytes(gzip.compress(b"\0asm"))
    answer = get(site, "python.wasm")
    assert answer.read() == b"\0asm" and "Content-Encoding" not in answer.headers


def test_only_this_machine_is_served(site):
    assert site.server_address[0] == "127.0.0.1"


def test_a_reader_who_leaves_in_the_middle_is_no_fault(site, tmp_path, capfd):
    (tmp_path / "large.bin").write_bytes(bytes(20_000_000))
    line = socket.create_connection(site.server_address)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it ends with a reset
    line.sendall(b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n")
    assert line.recv(10)
    line.close()
    site.server_close()  # waits for what it is answering
    assert capfd.readouterr().err == ""
