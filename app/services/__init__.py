"""The third floor: one function per use-case. A service takes a session, an actor and a clock; it never commits."""
