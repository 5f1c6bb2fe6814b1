"""A right answer of another shape: a token checked step by step, a bucket of tokens and a time, paths as a tree."""

# %% part-1
import math


class Verifier:
    def __init__(self, keys, audience, clock, leeway=0.0):
        self.keys = keys
        self.audience = audience
        self.clock = clock
        self.leeway = leeway

    def verify(self, token):
        try:
            return self.check(token)
        except Exception as error:
            raise Unauthorized(type(error).__name__) from error

    def check(self, token):
        assert isinstance(token, str)
        parts = token.split(".")
        assert len(parts) == 3
        header, claims = (json.loads(unb64(part).decode("utf-8")) for part in parts[:2])
        assert isinstance(header, dict) and isinstance(claims, dict)
        assert "crit" not in header and isinstance(header.get("kid"), str)
        assert header["alg"] == self.keys[header["kid"]][0]
        assert self.signed(self.keys[header["kid"]], ".".join(parts[:2]), unb64(parts[2]))
        time = self.clock()
        assert self.number(claims["exp"]) and not time >= claims["exp"] + self.leeway
        if "nbf" in claims:
            assert self.number(claims["nbf"]) and not time < claims["nbf"] - self.leeway
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        assert any(isinstance(one, str) and one == self.audience for one in audiences)
        assert isinstance(claims["sub"], str)
        return claims["sub"]

    def signed(self, kind, message, signature):
        if kind[0] == "HS256":
            return hmac.compare_digest(hmac_sha256(kind[1], message), signature)
        return rsa_ok(kind[1], message.encode(), signature)

    def number(self, value):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return not math.isnan(value) and value >= 0 and value <= 10**12


# %% part-2
class SharedBucket:
    def __init__(self, store, rate, burst, clock):
        self.store, self.rate, self.burst, self.clock = store, rate, burst, clock
        self.blind = 0

    async def take(self, client):
        tries = 0
        while tries < 5:
            try:
                value, version = await self.store.get("bucket:" + client)
            except ServiceError:
                self.blind += 1
                return 0.0
            tokens, last = value or (float(self.burst), self.clock())
            time = max(last, self.clock())
            tokens = min(float(self.burst), tokens + (time - last) * self.rate)
            if tokens < 1 - 1e-9:
                return (1 - tokens) / self.rate
            try:
                if await self.store.put_if("bucket:" + client, (tokens - 1, time), version):
                    return 0.0
            except ServiceError:
                self.blind += 1
                return 0.0
            tries += 1
        return 1 / self.rate


# %% part-3


class Routes:
    def __init__(self, table):
        self.tree = {}
        for prefix, service in table.items():
            node = self.tree
            for name in prefix.split("/"):
                if name:
                    node = node.setdefault(name, {})
            node[""] = service

    def find(self, path):
        query = path[path.index("?") :] if "?" in path else ""
        path = path[: len(path) - len(query)].replace("%2e", ".").replace("%2E", ".")
        if path[:1] != "/" or any(code in path.lower() for code in ("%2f", "%5c", "\\")):
            return None
        names = []
        for name in path.split("/"):
            if name == "..":
                if not names:
                    return None
                names = names[:-1]
            elif name and name != ".":
                names = [*names, name]
        node, found = self.tree, [self.tree[""]] if "" in self.tree else []
        for name in names:
            node = node.get(name)
            if node is None:
                break
            if "" in node:
                found = [node[""]]
        return (found[0], "/" + "/".join(names) + query) if found else None


# %% part-4
class Gateway:
    def __init__(self, verifier, bucket, routes, limit=1.0):
        self.verifier, self.bucket, self.routes, self.limit = verifier, bucket, routes, limit

    async def __call__(self, request):
        lower = {name.lower(): value for name, value in request.headers.items()}
        word, space, token = lower.get("authorization", "").partition(" ")
        stranger = WebReply(401, {"WWW-Authenticate": "Bearer"}, "who are you?")
        if word.lower() != "bearer" or not space:
            return stranger
        try:
            subject = self.verifier.verify(token)
        except Unauthorized:
            return stranger
        way = self.routes.find(request.path)
        if way is None:
            return WebReply(404, body="no such way")
        seconds = await self.bucket.take(subject)
        if seconds:
            whole = int(seconds)
            return WebReply(429, {"Retry-After": f"{whole + (whole < seconds)}"}, "too many")
        headers = {"X-Subject": subject}
        for name, value in request.headers.items():
            if name.lower() != "authorization" and name.lower() != "x-subject":
                headers[name] = value
        return await self.ask(way[0], WebRequest(way[1], headers))

    async def ask(self, service, request):
        call = asyncio.ensure_future(service(request))
        try:
            await asyncio.wait([call], timeout=self.limit)
            late = not call.done()
        finally:
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
        if late:
            return WebReply(504)
        error = call.exception()
        if isinstance(error, TimeoutError):
            return WebReply(504)
        if isinstance(error, (ServiceError, ConnectionError)):
            return WebReply(502)
        return WebReply(200, {}, call.result())
