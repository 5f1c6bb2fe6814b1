"""A right answer of another shape: tasks that are waited for, futures for what waits, logs that know their names."""

# %% part-1


class Session:
    def __init__(self, seen=(0, 0)):
        self._seen = tuple(seen)

    @property
    def seen(self):
        return self._seen

    def saw(self, position):
        if position > self._seen:
            self._seen = position


class Router:
    def __init__(self, primary, replicas, patience=0.1):
        self.primary, self.replicas, self.patience = primary, replicas, patience

    async def write(self, session, key, value):
        position = await self.primary.write(key, value)
        session.saw(position)
        return position

    async def read(self, session, key):
        looking = asyncio.ensure_future(self.look(session, key))
        await asyncio.wait([looking], timeout=self.patience)
        if not looking.done():
            looking.cancel()
            answer = None
        else:
            answer = looking.result()
        if answer is None:
            answer = await self.primary.read(key)
            if not answer[1] >= session.seen:
                raise Unavailable("behind")
        session.saw(answer[1])
        return answer[0]

    async def look(self, session, key):
        left, asked = list(self.replicas), set()
        while left:
            fresh = [replica for replica in left if id(replica) not in asked]
            if not fresh:
                await asyncio.sleep(0.01)
                asked.clear()
                continue
            replica = stream("router").choice(fresh)
            asked.add(id(replica))
            try:
                answer = await replica.read(key)
            except ServiceError:
                left.remove(replica)
                continue
            if not answer[1] < session.seen:
                return answer
        return None


# %% part-2
class Primary:
    """Sends each node what it has not acknowledged yet."""

    def __init__(self, lines, epoch, log):
        self.lines, self.epoch, self.log = lines, epoch, log[:]
        self.sure, self.waiting, self.over = [0] * len(lines), set(), False

    async def write(self, key, value):
        if self.over:
            raise Refused("deposed")
        self.log.append((self.epoch, key, value))
        return await self.stored(len(self.log))

    async def stored(self, end):
        outcome = asyncio.get_running_loop().create_future()
        votes = {"yes": 0, "no": 0}
        self.waiting.add(outcome)
        tasks = [asyncio.ensure_future(self.tell(n, end, votes, outcome)) for n in range(len(self.lines))]
        try:
            return await outcome
        finally:
            self.waiting.discard(outcome)
            self.kept = tasks

    async def tell(self, n, end, votes, outcome):
        need, start = len(self.lines) // 2 + 1, min(self.sure[n], end)
        try:
            await self.lines[n].append(self.epoch, start, self.log[start:end])
        except Refused:
            if not outcome.done():
                self.over = True
                for one in self.waiting:
                    if not one.done():
                        one.set_exception(Refused("deposed"))
        except ServiceError:
            votes["no"] += 1
        else:
            votes["yes"] += 1
            self.sure[n] = max(self.sure[n], end)
        if not outcome.done():
            if votes["yes"] == need:
                outcome.set_result((self.epoch, end))
            elif votes["no"] > len(self.lines) - need:
                outcome.set_exception(Unavailable("no majority"))


# %% part-3
async def promote(lines, epoch, make=Primary):
    waiting = {asyncio.ensure_future(line.fence(epoch)) for line in lines}
    for task in waiting:
        task.add_done_callback(lambda task: None if task.cancelled() else task.exception())
    logs, need = [], len(lines) // 2 + 1
    while len(logs) < need:
        if len(logs) + len(waiting) < need:
            raise Unavailable("no majority")
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if isinstance(task.exception(), Refused):
                raise task.exception()
            if task.exception() is None:
                logs.append(task.result()[1])
    logs.sort(key=lambda log: (log[-1][0] if log else 0, len(log)))
    return make(lines, epoch, logs[-1])


# %% part-4
class LastingPrimary:
    """Keeps a primary's log, and its names and last values beside it."""

    def __init__(self, lines, epoch, log):
        self.lines, self.epoch, self.log, self.deposed = lines, epoch, [], False
        self.places, self.last = {}, {}
        for entry in log:
            self.add(entry)
        self.add((epoch, None, None, None))

    def add(self, entry):
        self.log.append(entry)
        self.places.setdefault(entry[3], (entry[0], len(self.log)))
        self.last[entry[1]] = entry[2]

    async def write(self, key, value, name):
        self.check()
        if name not in self.places:
            self.add((self.epoch, key, value, name))
        await self.stored()
        return self.places[name]

    async def read(self, key):
        self.check()
        value, number = self.last.get(key), len(self.log)
        await self.stored()
        return value, (self.epoch, number)

    def check(self):
        if self.deposed:
            raise Refused("deposed")

    async def stored(self):
        entries = tuple(self.log)
        calls = [line.append(self.epoch, 0, list(entries)) for line in self.lines]
        try:
            await majority(calls, len(self.lines) // 2 + 1)
        except Refused:
            self.deposed = True
            raise
        self.check()
