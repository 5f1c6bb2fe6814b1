"""Chapter 03, load balancing: which server gets a request."""

__all__ = ["balancer", "health", "layers", "policies"]
