"""A port to serve at: what cannot be one, or cannot be had, is said before anything is built."""

import socket
import sys

HIGHEST = 65_535


def port(word):
    """The number that is meant, 0 for any free one; ValueError says what is wrong with the word."""
    if not (word.isascii() and word.isdigit() and int(word) <= HIGHEST):
        raise ValueError(f"PORT={word} is no port: take a number from 1 to {HIGHEST}, such as make serve PORT=8001")
    return int(word)


def free(number):
    """The number, if it can be listened at on this machine; ValueError says why not."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", number))
        except OSError as error:
            raise ValueError(refusal(number, error)) from None
    return number


def refusal(number, error):
    """Why a port cannot be had, and another that may be."""
    other = number + 1 if 1024 <= number < HIGHEST else 8000
    return f"Port {number} cannot be used ({error.strerror}): try make serve PORT={other}"


def main(word):
    """0, or 2 and a line on standard error."""
    try:
        free(port(word))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
