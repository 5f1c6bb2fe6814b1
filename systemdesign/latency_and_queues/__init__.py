"""Chapter 01, latency and queues: how long a request takes on a busy server."""

__all__ = []
