"""A busy scenario, and the digest of everything that happens in it, in order: the same on every Python."""

import asyncio
import hashlib

from systemdesign import now, run, stream


async def shop(log):
    """Servers behind a queue, clients who lose patience, a server that is cancelled and one that fails."""
    queue, lock = asyncio.Queue(maxsize=8), asyncio.Lock()
    served = asyncio.Condition()

    async def server(name):
        work = stream("work")
        while True:
            number, done = await queue.get()
            await asyncio.sleep(round(work.random() * 3, 2))
            async with lock:
                log.append((now(), name, number))
            if not done.done():
                done.set_result(name)
            async with served:
                served.notify()

    async def client(number):
        done = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(round(2 + stream("patience").random() * 6, 1)):
                await queue.put((number, done))
                name = await done
                log.append((now(), number, name))
        except TimeoutError:
            log.append((now(), number, "left"))

    async def watch():
        async with served:
            for _ in range(50):
                await served.wait()
        log.append((now(), asyncio.current_task().get_name()))
        raise LookupError("watched enough")

    servers = [asyncio.create_task(server(f"s{number}")) for number in range(4)]
    asyncio.get_running_loop().call_at(20, servers[0].cancel)
    asyncio.get_running_loop().create_task(client(-1), eager_start=True)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(watch())
            for number in range(200):
                group.create_task(client(number))
                await asyncio.sleep(round(stream("arrivals").random(), 1))
    except* LookupError as errors:
        log.append((now(), str(errors.exceptions[0]), queue.qsize()))
    racers = [asyncio.create_task(client(number)) for number in range(300, 320)]
    done, pending = await asyncio.wait(racers, return_when=asyncio.FIRST_COMPLETED)
    log.append((now(), [racers.index(task) for task in done], [task.get_name() for task in pending]))
    for each in asyncio.as_completed([client(number) for number in range(400, 420)]):
        await each


def digest(seed=0):
    log = []
    run(shop(log), seed=seed)
    return hashlib.sha256(repr(log).encode()).hexdigest()
