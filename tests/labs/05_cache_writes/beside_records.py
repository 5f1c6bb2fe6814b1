"""What runs beside the student's code for part 1: bytes, as text that passes the line."""


def packed(record):
    data = book.pack(record)  # noqa: F821
    return bytes(data).hex() if isinstance(data, (bytes, bytearray, memoryview)) else f"a {type(data).__name__}"


def unpacked(text):
    found = book.unpack(bytes.fromhex(text))  # noqa: F821
    return None if found is None else [list(triple) for triple in found]
