"""Traefik, a reverse proxy with middleware, from its wheel."""
