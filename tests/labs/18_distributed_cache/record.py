"""What part 2 is compared with: the replies of a real Valkey, written down.

After a change of what is said: `.venv/bin/python -m tests.labs.18_distributed_cache.record`
"""

import json
import socket
import time
from pathlib import Path
from random import Random

from systemdesign.engines.valkey.server import Valkey

from . import resp
from .said import written

RECORDED = Path(__file__).parent / "recorded.jsonl"
SESSIONS, LENGTH = 24, 36
KEYS, VALUES, MEMBERS = [b"a", b"b", b"c", b""], [b"1", b"-7", b"x", b"", b"10"], [b"m", b"n", b"\xff", b""]
PLACES = [b"0", b"1", b"2", b"-1", b"-2", b"-9", b"9"]


def main():
    with Valkey() as server:
        lines = [json.dumps([name, said(server.port, told)]) for name, told in sessions()]
    RECORDED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sessions():
    """(name, [(milliseconds, request), …]) of the written cases, and of drawn ones."""
    yield from written()
    for seed in range(SESSIONS):
        rng = Random(seed)
        yield f"all {seed}", [(0, drawn(rng)) for _ in range(LENGTH)]


def drawn(rng):
    """A request, most of them sensible; nothing of it hangs on the time of day."""
    key, many = rng.choice(KEYS), rng.randint(1, 3)
    values, members = rng.choices(VALUES, k=many), rng.choices(MEMBERS, k=many)
    scored = [text for one in members for text in (rng.choice([b"1", b"2", b"-0.5"]), one)]
    fields = [text for one in members for text in (one, rng.choice(VALUES))]
    options = [[], [b"NX"], [b"XX"], [b"EX", b"100"], [b"KEEPTTL"], [b"px", b"50000", b"xx"], [b"EX", b"0"]]
    asked = [
        [rng.choice([b"GET", b"INCR", b"LPOP", b"SMEMBERS", b"HGETALL", b"TYPE", b"TTL", b"PERSIST", b"DEL"]), key],
        [rng.choice([b"EXISTS", b"DEL"]), *rng.choices(KEYS, k=many)],
        [b"SET", key, rng.choice(VALUES), *rng.choice(options)],
        [b"INCRBY", key, rng.choice(VALUES)],
        [b"APPEND", key, rng.choice(VALUES)],
        [b"EXPIRE", key, rng.choice([b"100", b"2000", b"0", b"-1", b"x"])],
        [rng.choice([b"LPUSH", b"RPUSH"]), key, *values],
        [rng.choice([b"SADD", b"SREM", b"HDEL", b"ZREM"]), key, *members],
        [rng.choice([b"SISMEMBER", b"HGET", b"ZSCORE"]), key, rng.choice(MEMBERS)],
        [rng.choice([b"LRANGE", b"ZRANGE"]), key, rng.choice(PLACES), rng.choice(PLACES)],
        [b"HSET", key, *fields],
        [b"ZADD", key, *scored],
        [b"ZRANGE", key, rng.choice(PLACES), rng.choice(PLACES), b"WITHSCORES"],
    ]
    return rng.choice(asked)


def said(port, told):
    """[[milliseconds, request, reply], …] of one session, as text, byte for byte; the time passes as it says."""
    found, begun = [], time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        answered(line, [b"FLUSHALL"])
        for milliseconds, request in told:
            time.sleep(max(0.0, begun + milliseconds / 1000 - time.monotonic()))
            reply = answered(line, request)
            found.append([milliseconds, [one.decode("latin-1") for one in request], reply.decode("latin-1")])
    return found


def answered(line, request):
    """A whole reply. Of no other request is any under way."""
    line.sendall(resp.request(request))
    data = b""
    while not whole(data):
        data += line.recv(65_536)
    return data


def whole(data):
    try:
        return data.endswith(b"\r\n") and resp.encoded_length(data) == len(data)
    except ValueError:
        return False


if __name__ == "__main__":
    main()
