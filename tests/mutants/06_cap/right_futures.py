"""A right answer of another shape: a claim for each key, a counter, no storing where the majority agrees, no heirs."""

# %% part-1
NEVER_WRITTEN = (0, ""), None


class Cell:
    def __init__(self, disk):
        self.disk, self.claims = disk, {}

    async def read(self, key):
        kept = await self.disk.load(key)
        return NEVER_WRITTEN if kept is None else (kept["tag"], kept["value"])

    async def write(self, key, tag, value):
        while key in self.claims:
            await asyncio.wait([self.claims[key]])
        claim = self.claims[key] = asyncio.get_running_loop().create_future()
        try:
            if (await self.read(key))[0] < tag:
                await self.disk.save(key, {"tag": tag, "value": value})
        finally:
            del self.claims[key]
            claim.set_result(None)


# %% part-2
async def majority(calls, need):
    calls, results, failed = list(calls), [], []
    decided = asyncio.get_running_loop().create_future()

    async def hear(call):
        try:
            results.append(await call)
        except ServiceError as error:
            failed.append(error)
        if decided.done():
            return
        if len(results) == need:
            decided.set_result(list(results))
        elif len(failed) > len(calls) - need:
            decided.set_exception(Unavailable("too many have failed"))

    for call in calls:
        asyncio.ensure_future(hear(call))
    return await decided


# %% part-3
class Register:
    def __init__(self, replicas, name):
        self.replicas, self.name, self.used = list(replicas), name, {}

    async def told(self, key):
        answers = await majority([one.read(key) for one in self.replicas], self.most())
        tags = [tag for tag, _ in answers]
        tag = max(tags)
        return tag, answers[tags.index(tag)][1], set(tags) == {tag}

    def most(self):
        return 1 + len(self.replicas) // 2

    async def keep(self, key, tag, value):
        await majority([one.write(key, tag, value) for one in self.replicas], self.most())

    async def read(self, key):
        tag, value, agreed = await self.told(key)
        if not agreed:
            await self.keep(key, tag, value)
        return value

    async def write(self, key, value):
        tag, _, _ = await self.told(key)
        self.used[key] = number = 1 + max(tag[0], self.used.get(key, 0))
        await self.keep(key, (number, self.name), value)


# %% part-4
class PatientRegister:
    def __init__(self, replicas, name, within=5.0):
        self.replicas, self.name, self.within, self.used = list(replicas), name, within, 0

    async def read(self, key):
        return await self.in_time(self.reading(key))

    async def write(self, key, value):
        return await self.in_time(self.writing(key, value))

    async def in_time(self, operation):
        task = asyncio.ensure_future(operation)
        done, _ = await asyncio.wait([task], timeout=self.within)
        if not done:
            task.cancel()
            raise TimedOut("nobody answered")
        return task.result()

    async def reading(self, key):
        answers = await self.asked(lambda one: one.read(key))
        tag, value = max(answers, key=lambda answer: answer[0])
        if any(answer[0] != tag for answer in answers):
            await self.asked(lambda one: one.write(key, tag, value))
        return value

    async def writing(self, key, value):
        answers = await self.asked(lambda one: one.read(key))
        self.used = number = 1 + max(self.used, *(tag[0] for tag, _ in answers))
        await self.asked(lambda one: one.write(key, (number, self.name), value))

    async def asked(self, ask):
        answers = asyncio.Queue()

        async def insist(one):
            while True:
                try:
                    return answers.put_nowait(await ask(one))
                except ServiceError:
                    await asyncio.sleep(0.1)

        tasks = [asyncio.ensure_future(insist(one)) for one in self.replicas]
        try:
            return [await answers.get() for _ in range(1 + len(tasks) // 2)]
        finally:
            for task in tasks:
                task.cancel()
