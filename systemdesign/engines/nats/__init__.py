"""NATS, a broker, from its wheel, with JetStream, which stores."""
