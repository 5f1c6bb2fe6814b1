"""Chapter 14, retries: when trying again helps, and when it hurts."""

__all__ = ["backoff", "budget", "retry"]
