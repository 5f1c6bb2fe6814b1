"""A client's token bucket, kept in three ways: by each gateway for itself, or in Valkey in two steps or in one.

`take` gives 0.0 where the request may pass, else the seconds after which one may. A bucket is one number, the time at
which it will be full again (GCRA, ITU-T I.371).
"""

import time

SCRIPT = """
local time, token, burst = redis.call('TIME'), tonumber(ARGV[1]), tonumber(ARGV[2])
local now = time[1] * 1000000 + time[2]
local full_at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now)) + token
local wait = full_at - burst * token - now
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
return 0
"""
SECOND = 1_000_000  # µs, in which the script counts, and Valkey's clock


class InOneStep:
    """Reads, decides and writes in a script of Valkey's, which does nothing else meanwhile."""

    def __init__(self, store, rate, burst):
        self.token, self.burst, self.script = round(SECOND / rate), burst, store.register_script(SCRIPT)

    async def take(self, client):
        """Seconds to wait, 0.0 for none."""
        return await self.script(keys=[client], args=[self.token, self.burst]) / SECOND


class ReadThenWrite:
    """Reads from Valkey, decides in the gateway, and writes: meanwhile somebody else may have read the same."""

    def __init__(self, store, bucket):
        self.store, self.bucket = store, bucket

    async def take(self, client):
        """Seconds to wait, 0.0 for none."""
        (seconds, rest), full_at = await self.store.pipeline(transaction=False).time().get(client).execute()
        now = seconds + rest / SECOND
        self.bucket.full_at[client] = float(full_at or now)
        if wait := self.bucket.take(client, now):
            return wait
        full_at = self.bucket.full_at[client]
        await self.store.set(client, repr(full_at), px=1 + int((full_at - now) * 1000))
        return 0.0


class EachItsOwn:
    """A bucket in the gateway's memory, of which no other gateway knows."""

    def __init__(self, bucket):
        self.bucket = bucket

    async def take(self, client):
        """Seconds to wait, 0.0 for none."""
        return self.bucket.take(client, time.monotonic())


def limits(store, bucket, rate, burst):
    """The three by their names; `bucket` is the class of one in memory, with `take(client, time)` and `full_at`."""
    return {"each its own": EachItsOwn(bucket(rate, burst)),
            "read, then write": ReadThenWrite(store, bucket(rate, burst)),
            "in one step": InOneStep(store, rate, burst)}
