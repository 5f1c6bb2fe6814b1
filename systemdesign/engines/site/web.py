"""What every web service of the course says in the same way: what it reads of a request, and how it says no."""

from base64 import b64encode
from hashlib import sha256

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from systemdesign.sim.request import ServiceError

FORM = "application/x-www-form-urlencoded"
FORGET = {"Cache-Control": "no-store"}


async def body(request, most):
    """The request's body as text; HTTPException 413 for more than `most` bytes, as soon as they are there, or 400."""
    read = b""
    async for chunk in request.stream():
        read += chunk
        if len(read) > most:
            raise HTTPException(413, f"Send at most {most:,} bytes.")
    try:
        return read.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "The body is not UTF-8.") from None


def is_form(request):
    """Whether the request says that it comes from a page's form. (`curl -d` says so too.)"""
    return request.headers.get("content-type", "").startswith(FORM)


async def no(request, error):
    """What is wrong with the request itself, as a line."""
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


async def failed(request, error):
    """503: what the service stands on is away."""
    return PlainTextResponse(f"{error}\n", 503, {"Retry-After": "1", **FORGET})


REFUSALS = {ServiceError: failed, HTTPException: no}


def metrics(exposition):
    """The handler of a page for Prometheus, whose text is `exposition()`."""
    async def read(request):
        return PlainTextResponse(exposition(), headers=FORGET, media_type="text/plain; version=0.0.4")

    return read


def hardened(script, *more):
    """The headers of a page that runs this script and no other, and takes nothing from another host.

    `more` are further words of the policy: "connect-src 'self'".
    """
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    policy = ["default-src 'none'", "style-src 'unsafe-inline'", f"script-src 'sha256-{allowed}'", "form-action 'self'",
              "base-uri 'none'", "frame-ancestors 'none'", *more]
    return {"Content-Security-Policy": "; ".join(policy), "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff", **FORGET}
