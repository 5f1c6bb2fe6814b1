"""A right answer of another shape: queues, futures that count, nodes that are sent what they lack, a mark that is
told at once, and entries that are told up to their own."""

# %% part-1
from dataclasses import dataclass


@dataclass(eq=False)
class Session:
    seen: tuple = (0, 0)

    def take(self, position):
        position = tuple(position)
        if position < self.seen:
            return False
        self.seen = position
        return True


class Router:
    def __init__(self, primary, replicas, patience=0.1):
        self.primary = primary
        self.replicas = tuple(replicas)
        self.patience = patience

    async def write(self, session, key, value):
        done = await self.primary.write(key, value)
        session.take(done)
        return done

    async def read(self, session, key):
        deadline = asyncio.get_running_loop().time() + self.patience
        chance = stream("router")
        names = list(range(len(self.replicas)))
        alive = chance.sample(names, len(names))
        queue = list(alive)
        late = []
        while queue or late:
            if not queue:
                queue, late = late, []
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                await asyncio.sleep(min(0.01, left))
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            name = queue.pop(0)
            task = asyncio.ensure_future(self.replicas[name].read(key))
            try:
                done, _ = await asyncio.wait([task], timeout=left)
            except asyncio.CancelledError:
                task.cancel()
                raise
            if not done:
                task.cancel()
                try:
                    await task
                except (asyncio.CancelledError, ServiceError):
                    pass
                break
            if task.exception() is not None:
                if not isinstance(task.exception(), ServiceError):
                    raise task.exception()
                continue
            value, position = task.result()
            if session.take(position):
                return value
            late.append(name)
        value, position = await self.primary.read(key)
        if not session.take(position):
            raise Unavailable("nobody is as far as the session")
        return value


# %% part-2
class Primary:
    """Sends to each node what it lacks."""

    def __init__(self, lines, epoch, log):
        self.lines = list(lines)
        self.epoch = epoch
        self.log = log
        self.has = [0] * len(self.lines)
        self.over = None

    async def write(self, key, value):
        if self.over is None:
            self.log += [(self.epoch, key, value)]
        return self.epoch, await self.held(len(self.log))

    async def held(self, end):
        if self.over is not None:
            raise Refused(str(self.over))
        outcome = asyncio.get_running_loop().create_future()
        score = {"yes": 0, "no": 0}
        for place in range(len(self.lines)):
            task = asyncio.ensure_future(self.send(place, end))
            task.add_done_callback(lambda task: self.count(task, score, outcome))
        result = await outcome
        if self.over is not None:
            raise Refused(str(self.over))
        return end if result is None else result

    def count(self, task, score, outcome):
        error = None if task.cancelled() else task.exception()
        if outcome.done():
            return
        if isinstance(error, Refused):
            self.over = error
            outcome.set_exception(error)
            return
        score["no" if error else "yes"] += 1
        if score["yes"] * 2 > len(self.lines):
            outcome.set_result(None)
        elif score["no"] * 2 >= len(self.lines):
            outcome.set_exception(Unavailable("no majority"))

    async def send(self, place, end):
        start = min(self.has[place], end)
        await self.lines[place].append(self.epoch, start, self.log[start:end])
        self.has[place] = max(self.has[place], end)


# %% part-3
async def promote(lines, epoch, make=Primary):
    best, promised, failed = None, 0, 0
    tasks = {asyncio.create_task(line.fence(epoch)) for line in lines}
    while True:
        done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            error = task.exception()
            if isinstance(error, Refused):
                raise error
            if error:
                failed += 1
                if 2 * failed >= len(lines):
                    raise Unavailable("no majority")
                continue
            promised += 1
            position, log = task.result()
            if best is None or tuple(position) > best[0]:
                best = tuple(position), [tuple(e) for e in log]
            if 2 * promised > len(lines):
                for other in tasks:
                    other.add_done_callback(lambda t: t.cancelled() or t.exception())
                return make(lines, epoch, best[1])


# %% part-4
class LastingPrimary:
    def __init__(self, lines, epoch, log):
        log = list(log)
        log.append((epoch, None, None, None))
        self.lines, self.epoch, self.log = lines, epoch, log
        self.names = {}
        self.latest = {}
        for number, (when, key, value, name) in enumerate(log, 1):
            self.names.setdefault(name, (when, number))
            self.latest[key] = value
        self.refused, self.mark = asyncio.Event(), len(log)
        asyncio.ensure_future(self.rest(self.mark)).add_done_callback(lambda task: task.cancelled() or task.exception())

    async def write(self, key, value, name):
        if not self.refused.is_set() and name not in self.names:
            self.log.append((self.epoch, key, value, name))
            self.names[name] = self.epoch, len(self.log)
            self.latest[key] = value
        if not self.refused.is_set():
            await self.rest(max(self.mark, self.names[name][1]))
            return self.names[name]
        raise Refused("deposed before")

    async def read(self, key):
        answer = self.latest.get(key), (self.epoch, len(self.log))
        await self.rest(len(self.log))
        return answer

    async def rest(self, end):
        """Once a majority has the log up to there."""
        if self.refused.is_set():
            raise Refused("deposed before")
        every = self.log[:end]
        try:
            await majority([line.append(self.epoch, 0, every) for line in self.lines], 1 + len(self.lines) // 2)
        except Refused:
            self.refused.set()
            raise
        if self.refused.is_set():
            raise Refused("deposed meanwhile")
