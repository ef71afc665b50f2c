"""The third floor: one function per use-case. A service takes a session, an actor and a clock; it never commits."""

from app.services import search_index

# Whoever may write imports a service: no text can be written past the search.
search_index.install()
