"""A back end that works in steps and counts them, and those who call it for others: over REST and over gRPC."""
