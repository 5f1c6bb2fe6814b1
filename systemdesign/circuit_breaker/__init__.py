"""Chapter 13, circuit breaker: when to stop asking, what that costs, and whom it protects."""

__all__ = ["breaker"]
