"""Asks one page again and again over connections that stay open, in a process of its own, on this machine only.

``python -m benchmarks.client`` reads a question as JSON from its input and writes the answer as JSON:
``{"port", "path", "headers": {…}, "clients", "seconds"}`` → ``{"latencies": [milliseconds …], "seconds", "bytes"}``.
It holds nothing but the standard library, so that it costs the machine little beside what it measures.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from dataclasses import asdict, dataclass, field
from time import perf_counter

from benchmarks import apart

HOST = "127.0.0.1"
MOST_SECONDS, MOST_CLIENTS = 120.0, 64


@dataclass(frozen=True, slots=True)
class Question:
    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    clients: int = 1
    seconds: float = 5.0

    def request(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {HOST}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(slots=True)
class Answer:
    """Latencies in milliseconds, in the order of arrival; ``bytes`` of one answer, head and body."""

    latencies: list[float]
    seconds: float
    bytes: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def ask(question: Question) -> Answer:
    """Ask from a process of its own."""
    return Answer(**apart.ask("benchmarks.client", asdict(question), most_seconds=MOST_SECONDS + 30))


class Visitor(asyncio.Protocol):
    """One connection: the next request leaves when the last answer has come whole."""

    def __init__(self, request: bytes, until: float, latencies: list[float]) -> None:
        self.request, self.until, self.latencies = request, until, latencies
        self.done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport
        self.received, self.expected, self.sent_at = 0, -1, 0.0
        self.head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._send()

    def _send(self) -> None:
        self.received, self.expected, self.head = 0, -1, b""
        self.sent_at = perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self.expected < 0:
            self.head += data
            self._read_head()
        if self.received == self.expected:
            now = perf_counter()
            self.latencies.append((now - self.sent_at) * 1000)
            if now < self.until:
                self._send()
            else:
                self._end()

    def _read_head(self) -> None:
        head, found, _ = self.head.partition(b"\r\n\r\n")
        if not found:
            return
        status, *lines = head.split(b"\r\n")
        if b" 200 " not in status:
            self._fail(f"the server said {status.decode()}")
            return
        fields = (line.split(b":", 1) for line in lines)
        length = next((int(value) for name, value in fields if name.lower() == b"content-length"), None)
        if length is None:
            self._fail("an answer without its length")
            return
        self.expected = len(head) + 4 + length

    def _end(self) -> None:
        self.transport.close()
        if not self.done.done():
            self.done.set_result(self.expected)

    def _fail(self, why: str) -> None:
        self.transport.close()
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(problem or RuntimeError("the server hung up"))


async def measure(question: Question) -> Answer:
    """All clients at once, until the time is over and each has its last answer."""
    latencies: list[float] = []
    request, started = question.request(), perf_counter()
    until = started + min(question.seconds, MOST_SECONDS)
    loop = asyncio.get_running_loop()
    visitors = []
    for _ in range(min(question.clients, MOST_CLIENTS)):
        _, visitor = await loop.create_connection(lambda: Visitor(request, until, latencies), HOST, question.port)
        visitors.append(visitor)
    sizes = await asyncio.gather(*(visitor.done for visitor in visitors))
    return Answer(latencies, perf_counter() - started, sizes[0])


class Trivial(asyncio.Protocol):
    """Answers anything at once: what the client itself can do at most is measured against it."""

    ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 8192\r\n\r\n" + b"x" * 8192

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.ANSWER)


async def ceiling(*, clients: int = 8, seconds: float = 1.0) -> Answer:
    """How fast the client is against a handler that does nothing, which runs in this process."""
    server = await asyncio.get_running_loop().create_server(Trivial, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        return await asyncio.to_thread(ask, Question(port, "/", clients=clients, seconds=seconds))


def main() -> None:
    question = Question(**json.load(sys.stdin))
    gc.disable()
    json.dump(asdict(asyncio.run(measure(question))), sys.stdout)


if __name__ == "__main__":
    main()
