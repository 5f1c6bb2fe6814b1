"""A client's token bucket, kept in three ways: by each gateway for itself, or in Valkey in two steps or in one.

In Valkey it is one number, the time at which the client has used up what it was given, in microseconds of Valkey's
clock (GCRA, ITU-T I.371). `take` gives 0.0 where the request may pass, else the seconds after which one may.
"""

from pkgutil import resolve_name

SECOND = 1_000_000  # µs
SPARE = 1_000  # ms for which a full bucket is still remembered
SCRIPT = """
local time = redis.call('TIME')
local now, each, burst = time[1] * 1000000 + time[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local used = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now)) + each
if used - now > burst * each then return used - now - burst * each end
redis.call('SET', KEYS[1], string.format('%.0f', used), 'PX', math.ceil(burst * each / 1000) + 1000)
return 0
"""


class InOneStep:
    """Asks, decides and writes in a script, during which Valkey does nothing else."""

    def __init__(self, store, rate, burst):
        self.each, self.burst, self.script = round(SECOND / rate), burst, store.register_script(SCRIPT)

    async def take(self, client):
        """Seconds to wait, 0.0 for none."""
        return await self.script(keys=[client], args=[self.each, self.burst]) / SECOND


class ReadThenWrite:
    """The same sums in the gateway: what it has read may have been changed by the time at which it writes."""

    def __init__(self, store, rate, burst):
        self.each, self.burst, self.store = round(SECOND / rate), burst, store

    async def take(self, client):
        """Seconds to wait, 0.0 for none."""
        (seconds, rest), used = await self.store.pipeline(transaction=False).time().get(client).execute()
        now = seconds * SECOND + rest
        used = max(now, int(used or now)) + self.each
        if used - now > self.burst * self.each:
            return (used - now - self.burst * self.each) / SECOND
        await self.store.set(client, used, px=self.burst * self.each // 1000 + SPARE)
        return 0.0


class Own:
    """A bucket in the gateway's own memory: `kind` names its class, "module:Class"."""

    def __init__(self, kind, rate, burst):
        self.bucket = resolve_name(kind)(rate, burst)

    async def take(self, client):
        """Seconds to wait, 0.0 for none."""
        return self.bucket.take(client)
