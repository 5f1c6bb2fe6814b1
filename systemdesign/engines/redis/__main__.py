"""Bring redis-cli and redis-benchmark where they are missing and can be had: python -m systemdesign.engines.redis."""

from systemdesign.engines.redis.debian import PACKED

if __name__ == "__main__":
    PACKED.main("redis-cli", "redis-benchmark")
