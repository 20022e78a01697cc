"""Digests and alerts: composed, rendered and sent through a durable outbox."""
