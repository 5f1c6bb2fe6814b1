"""The methods of the chapter's `Broker` on a real one, NATS JetStream: the same worker runs on either."""

import asyncio
import json

from systemdesign.engines.http.load import in_thread
from systemdesign.messaging.broker import Receipt
from systemdesign.messaging.group import Dead

STREAM, SUBJECTS = "orders", "order.>"  # one stream for all subjects that begin so
GIVEN_UP = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES"


def with_stream(server, use, **options):
    """What an async function makes of a `JetStream` on this server, on a loop of its own: in scripts and notebooks."""
    async def used():
        async with JetStream(server, **options) as stream:
            return await use(stream)

    return in_thread(used)


class JetStream:
    """A stream on a running `Nats`, as an async context manager, in real time; bodies are what JSON can hold.

    Where the stream is there already, as after a crash, this is one more client of it. The methods are those of
    `Broker`, but for crashing.
    """

    def __init__(self, nats, window=120.0):
        self.nats, self.window, self.groups = nats, window, {}

    async def __aenter__(self):
        from nats.js.api import StreamConfig

        self.connection = await self.nats.connect()
        self.context = self.connection.jetstream()
        await self.context.add_stream(StreamConfig(name=STREAM, subjects=[SUBJECTS], duplicate_window=self.window))
        return self

    async def __aexit__(self, *exc):
        await self.connection.close()

    async def publish(self, subject, body, id=None):
        """Keep a message: its Receipt. With the id of one that is remembered, that one's."""
        headers = {"Nats-Msg-Id": id} if id is not None else None
        receipt = await self.context.publish(subject, json.dumps(body).encode(), headers=headers)
        return Receipt(receipt.seq, bool(receipt.duplicate))

    def group(self, subject, name, ack_wait=30.0, max_deliver=None, held=1000):
        """The group of this name, which takes the subject from its first message on; made when it first fetches."""
        return self.groups.setdefault(name, Group(self, subject, name, ack_wait, max_deliver, held))

    async def message(self, number):
        """The body of a message that the stream still has, whoever has acknowledged it."""
        return json.loads((await self.context.get_msg(STREAM, number)).data)

    async def settings(self):
        """The stream's settings, and how many messages it has: NATS's own `StreamInfo`."""
        return await self.context.stream_info(STREAM)


class Group:
    """A durable consumer, as JetStream calls it: several of ours may fetch from one, each its own messages.

    JetStream has no list of what it gave up. It tells once, whoever listens: `dead` is what this client has heard.
    """

    def __init__(self, broker, subject, name, ack_wait, max_deliver, held):
        self.broker, self.subject, self.name, self.dead = broker, subject, name, []
        self.asked = {"ack_wait": ack_wait, "max_deliver": max_deliver, "max_ack_pending": held}
        self._made, self._making, self._idle = False, asyncio.Lock(), []

    async def fetch(self, most=1, wait=5.0):
        """Up to `most` deliveries, as soon as there is one; none after `wait` seconds.

        Where the group may hold more, but not so many, what it may hold comes after `wait` seconds, too.
        """
        await self.make()
        pull = self._idle.pop() if self._idle else await self._pull()  # a pull takes all that comes to it
        try:
            return [Delivery(message) for message in await pull.fetch(most, timeout=wait)]
        except TimeoutError:
            return []
        finally:
            self._idle.append(pull)

    async def make(self):
        """Have the broker make the consumer, unless it has done so."""
        from nats.js.api import ConsumerConfig

        async with self._making:
            if not self._made:
                await self.broker.connection.subscribe(f"{GIVEN_UP}.{STREAM}.{self.name}", cb=self._bury)
                asked = ConsumerConfig(durable_name=self.name, filter_subject=self.subject, **self.asked)
                await self.broker.context.add_consumer(STREAM, asked)
                self._made = True

    async def settings(self):
        """The consumer's settings, and how many messages are pending: NATS's own `ConsumerInfo`."""
        await self.make()
        return await self.broker.context.consumer_info(STREAM, self.name)

    async def _pull(self):
        return await self.broker.context.pull_subscribe_bind(self.name, STREAM)

    async def _bury(self, advisory):
        told = json.loads(advisory.data)
        body = await self.broker.message(told["stream_seq"])
        times = "delivery" if told["deliveries"] == 1 else "deliveries"
        self.dead.append(Dead(told["stream_seq"], body, f"no ack after {told['deliveries']} {times}"))


class Delivery:
    """A message handed to a consumer for the `attempt`-th time."""

    def __init__(self, message):
        self._message, told = message, message.metadata
        self.number, self.attempt, self.body = told.sequence.stream, told.num_delivered, json.loads(message.data)

    async def ack(self):
        """The message is done with; returns when the server knows."""
        await self._message.ack_sync()

    async def nak(self, delay=0.0):
        """Have it come again, `delay` seconds from now."""
        await self._message.nak(delay)
