"""Slots of keys, against the numbers of the cluster specification."""

from binascii import crc_hqx

import pytest

from systemdesign.distributed_cache.slots import slot


def test_the_checksum_is_the_specification_s():
    assert crc_hqx(b"123456789", 0) == 0x31C3


@pytest.mark.parametrize(("key", "number"), [
    (b"foo", 12182), (b"bar", 5061), (b"hello", 866), (b"{user1000}.following", 3443), (b"{user1000}.followers", 3443),
    (b"foo{}{bar}", 8363), (b"foo{{bar}}zap", 4015), (b"foo{bar}{zap}", 5061), (b"", 0),
])
def test_a_key_lies_in_its_slot_or_its_tag_s(key, number):
    assert slot(key) == number
