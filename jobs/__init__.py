"""The jobs process: plans each morning, delivers the outbox, and shows that it is alive."""
