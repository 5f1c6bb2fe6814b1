"""A port that is none, or is taken, is refused in one line."""

import socket

import pytest

from tools.port import free, main, port


@pytest.mark.parametrize("word", ["abc", "", "-1", "65536", "99999", "80 80", "8_000", "８０００", "1e3"])
def test_a_word_that_is_no_port_is_named(word, capsys):
    assert main(word) == 2
    assert capsys.readouterr().err.startswith(f"PORT={word} is no port")


def test_a_port_is_a_number_and_0_is_any_free_one():
    assert (port("8000"), port("0"), main("0")) == (8000, 0, 0)


def test_a_port_that_is_taken_is_said_with_another_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(ValueError, match=f"Port {number} cannot be used .* PORT={number + 1}"):
            free(number)


def test_a_port_that_needs_rights_is_said(monkeypatch):
    def bind(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "socket", type("Refusing", (socket.socket,), {"bind": bind}))
    with pytest.raises(ValueError, match=r"Port 80 cannot be used \(Permission denied\): try make serve PORT=8000"):
        free(80)
