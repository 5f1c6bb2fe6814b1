"""Lab 05, part 1: records."""

import json
import struct
from zlib import crc32

import pytest

from systemdesign.grading.remote import StudentError

from .scene import beside, framed, written

RECORDS = [["lamp", 19], None, 0, "", [], {}, False, "Äpfel", {"a": [1, None, "b"]}, -2.5, "x" * 70_000]
TWO = written(["a", 1]) + written(["b", 2])


def unpacked(lab, data):
    return beside(lab, "records").unpacked(data.hex())


def records(lab, data):
    """What `unpack` says is whole, or in a list the error that it raises."""
    try:
        return [record for record, *_ in unpacked(lab, data)]
    except StudentError as error:
        return [error]


def alike(one, other):
    """Equal to JSON, which tells 0 from False."""
    return json.dumps(one) == json.dumps(other)


@pytest.mark.rule(1)
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: repr(record)[:12])
def test_a_packed_record_is_length_checksum_and_body(lab, record):
    told = beside(lab, "records").packed(record)
    assert not told.startswith("a "), f"Eight bytes and a body: `pack({record!r:.30})` gave {told}."
    data = bytes.fromhex(told)
    assert len(data) > 8, f"Eight bytes and a body: `pack({record!r:.30})` gave {len(data)} bytes, {data!r}."
    size, check = struct.unpack_from(">II", data)
    body = data[8:]
    assert size == len(body), (
        f"The first four bytes are the length of the body, highest first: the body of {record!r:.30} has {len(body)} "
        f"bytes, and they say {size}."
    )
    assert check == crc32(body), (
        f"Bytes 4 to 8 are the CRC-32 of the body, highest first: for {record!r:.30} they say {check:#x}, and "
        f"zlib.crc32(body) is {crc32(body):#x}."
    )
    try:
        said = json.loads(body.decode())
    except ValueError:
        said = body
    assert alike(said, record) if said is not body else False, (
        f"The body is the record as JSON in UTF-8: that of {record!r:.30} is {body[:40]!r}."
    )


@pytest.mark.rule(2)
def test_all_records_come_back_in_their_order_with_their_places(lab):
    data, due = b"", []
    for record in RECORDS:
        begin, data = len(data), data + written(record)
        due.append([record, begin, len(data)])
    got = unpacked(lab, data)
    assert got is not None, "`unpack` gives a list of all records, and it gave None."
    assert alike([record for record, *_ in got], RECORDS), (
        f"{len(RECORDS)} records were packed one after the other, and `unpack` gave {len(got)}: {got!r:.80}. Records "
        "may be None, 0 or an empty text."
    )
    assert alike(got, due), (
        f"Each record comes with the positions in `data` between which it lies: due were {due[:3]}, and there came "
        f"{got[:3]}."
    )


@pytest.mark.rule(2)
def test_no_bytes_are_no_records(lab):
    got = unpacked(lab, b"")
    assert got == [], f"Of no bytes `unpack` gives an empty list, and it gave {got!r}."


@pytest.mark.rule(2)
def test_there_may_be_many_and_equal_ones(lab):
    got = records(lab, written(7) * 3000)
    assert got == [7] * 3000, (
        f"The record 7 was packed 3000 times, and all of them come back, however many and equal: {len(got)} did, "
        f"{got[:2]}."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("left", range(1, len(written(["b", 2]))))
def test_it_stops_before_a_record_that_is_not_all_there(lab, left):
    whole = len(written(["a", 1]))
    got = records(lab, TWO[: whole + left])
    where = "the length" if left < 4 else "the CRC" if left < 8 else "the body"
    assert got == [["a", 1]], (
        f"The data end within a record, {left} bytes after it began, in {where}: what is whole before it is returned, "
        f"[['a', 1]], nothing of it, and no error. There came {got}."
    )


@pytest.mark.rule(3)
def test_a_body_that_is_short_is_torn_even_if_its_first_bytes_have_the_checksum(lab):
    body = json.dumps(["b", 2]).encode()
    torn = struct.pack(">II", len(body) + 5, crc32(body)) + body
    got = records(lab, written(["a", 1]) + torn)
    assert got == [["a", 1]], (
        f"A record's length says {len(body) + 5} bytes and {len(body)} are there: it is not all there, though those "
        f"have the CRC. There came {got}."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("at", [4, 7, 8, 12])
def test_it_stops_before_a_record_that_is_not_what_was_written(lab, at):
    middle = bytearray(written(["b", 2]))
    middle[at] ^= 1
    got = records(lab, written(["a", 1]) + bytes(middle) + written(["c", 3]))
    assert got == [["a", 1]], (
        f"One bit of the second of three records is wrong, in its {'CRC' if at < 8 else 'body'}: return what comes "
        f"before it, [['a', 1]], and nothing of what follows, good as it may be. There came {got}."
    )


@pytest.mark.rule(4)
def test_a_wrong_body_is_judged_by_its_checksum_alone(lab):
    first = written(["a", 1])
    got = records(lab, first + struct.pack(">II", 2, 5) + b"{x" + written(["c", 3]))
    assert got == [["a", 1]], f"A body that is no JSON has a wrong CRC here: stop there. There came {got}."
    got = records(lab, first + struct.pack(">II", 1, 0) + b"7" + written(["c", 3]))
    assert got == [["a", 1]], f"A CRC of 0 is one like others, and not that of the body 7: stop. There came {got}."
    odd = framed(json.dumps(["b", 2], indent=3).encode())
    got = records(lab, first + odd)
    assert got == [["a", 1], ["b", 2]], (
        f"A body with its CRC is whole, however its JSON is spaced: due were two records, and there came {got}."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("empty", [bytes(8), bytes(4096), bytes(7) + b"\5"], ids=["8", "4096", "with a CRC"])
def test_zeros_are_no_record(lab, empty):
    got = records(lab, written(["a", 1]) + empty + written(["c", 3]))
    assert got == [["a", 1]], (
        f"{len(empty)} bytes, zeros but perhaps for a CRC, follow the first record, as file systems leave them "
        f"after a crash. A body of no bytes is no record, though its CRC fits: stop there. There came {got}."
    )
