"""How quick the system is: the same office, the same pages, the same questions every time (``make bench``)."""
