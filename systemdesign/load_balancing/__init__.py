"""Chapter 03, load balancing: which server gets a request."""
