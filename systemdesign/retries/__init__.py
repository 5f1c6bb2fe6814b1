"""Chapter 14, retries: when trying again helps, and when it hurts."""
