"""A right answer of another shape: patterns for tokens and paths, a debt at a time, a gateway of small pieces."""

# %% part-1
import re

TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class Verifier:
    def __init__(self, keys, audience, clock, leeway=0.0):
        self.keys, self.audience, self.clock, self.leeway = dict(keys), audience, clock, leeway

    def verify(self, token):
        if type(token) is not str or not TOKEN.fullmatch(token):
            raise Unauthorized("three parts")
        head, payload, signature = token.split(".")
        header = self.read(head)
        if "crit" in header:
            raise Unauthorized("crit")
        good = False
        for kid, (alg, key) in self.keys.items():
            if (header.get("kid"), header.get("alg")) == (kid, alg):
                good = self.signs(alg, key, f"{head}.{payload}".encode(), signature)
        if not good:
            raise Unauthorized("signature")
        return self.subject(self.read(payload))

    def read(self, part):
        try:
            found = json.loads(unb64(part).decode())
        except (ValueError, RecursionError) as error:
            raise Unauthorized(str(error)) from None
        if type(found) is not dict:
            raise Unauthorized("no object")
        return found

    def signs(self, alg, key, message, signature):
        try:
            signature = unb64(signature)
        except ValueError:
            return False
        return rsa_ok(key, message, signature) if alg == "RS256" else hmac_sha256(key, message) == signature

    def subject(self, claims):
        time, end, begin = self.clock(), claims.get("exp"), claims.get("nbf", 0)
        for moment in (end, begin):
            if moment.__class__ not in (int, float) or not (0 <= moment <= 1_000_000_000_000):
                raise Unauthorized("time")
        if not begin - self.leeway <= time < end + self.leeway:
            raise Unauthorized("not now")
        aud = claims.get("aud")
        if not (aud == self.audience if type(aud) is str else type(aud) is list and aud.count(self.audience)):
            raise Unauthorized("not us")
        if type(claims.get("sub")) is not str:
            raise Unauthorized("nobody")
        return claims["sub"]


# %% part-2
class SharedBucket:
    """Keeps how much is spent and not yet come back, as a debt at a time that never goes back."""

    def __init__(self, store, rate, burst, clock):
        self.store, self.rate, self.burst, self.clock, self.blind = store, rate, burst, clock, 0

    async def take(self, client):
        try:
            return await self.attempt(client, 5)
        except ServiceError:
            self.blind = self.blind + 1
        return 0.0

    async def attempt(self, client, left):
        if left == 0:
            return 1 / self.rate
        state, version = await self.store.get(client)
        then, debt = state if state is not None else (None, 0.0)
        here = self.clock()
        time = here if then is None or here > then else then
        debt = 0.0 if then is None else max(0.0, debt - self.rate * (time - then))
        lacks = debt + 1 - self.burst
        if lacks > 1e-9:
            return lacks / self.rate
        done = await self.store.put_if(client, (time, debt + 1), version)
        return 0.0 if done else await self.attempt(client, left - 1)


# %% part-3
import re


class Routes:
    def __init__(self, table):
        self.table = sorted(table.items(), key=lambda item: len(item[0].rstrip("/")), reverse=True)

    def find(self, path):
        path, query = re.fullmatch(r"([^?]*)(.*)", path, re.DOTALL).groups()
        path = re.sub(r"%2[eE]", ".", path)
        if re.search(r"%2[fF]|%5[cC]|[\\]", path) or path[:1] != "/":
            return None
        walked = "/"
        for segment in re.split("/+", path):
            if segment == "..":
                if walked == "/":
                    return None
                walked = walked[: walked.rindex("/", 0, -1) + 1]
            elif segment not in (".", ""):
                walked += segment + "/"
        for prefix, service in self.table:
            if walked.startswith(prefix.rstrip("/") + "/"):
                return service, (walked[:-1] or "/") + query
        return None


# %% part-4
from dataclasses import replace
from math import ceil

HIDDEN = {"authorization", "x-subject"}


class Away(Exception):
    """There is a reply, and no service was needed for it."""


class Gateway:
    def __init__(self, verifier, bucket, routes, limit=1.0):
        self.verifier, self.bucket, self.routes, self.limit = verifier, bucket, routes, limit

    async def __call__(self, request):
        try:
            subject = self.who(request.headers)
            service, path = self.where(request.path)
            await self.how_often(subject)
        except Away as away:
            return away.args[0]
        headers = dict(item for item in request.headers.items() if item[0].lower() not in HIDDEN)
        headers["X-Subject"] = subject
        status, body = await self.answer(service, replace(request, path=path, headers=headers))
        return WebReply(status, body=body)

    def who(self, headers):
        shown = [value for name, value in headers.items() if name.casefold() == "authorization"]
        if shown and shown[0][:7].casefold() == "bearer ":
            try:
                return self.verifier.verify(shown[0][7:])
            except Unauthorized:
                pass
        raise Away(WebReply(status=401, headers={"WWW-Authenticate": "Bearer"}))

    def where(self, path):
        found = self.routes.find(path)
        if found is None:
            raise Away(WebReply(404))
        return found

    async def how_often(self, subject):
        wait = await self.bucket.take(subject)
        if wait:
            raise Away(WebReply(429, {"Retry-After": str(ceil(wait)), "Cache-Control": "no-store"}))

    async def answer(self, service, request):
        try:
            return 200, await asyncio.wait_for(service(request), self.limit)
        except (ServiceError, TimeoutError, ConnectionError) as error:
            return 504 if isinstance(error, TimeoutError) else 502, None
