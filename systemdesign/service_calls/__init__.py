"""Chapter 10, service calls: what a page pays for calling many services, and what a call costs when nobody listens."""

__all__ = ["hedge", "page"]
