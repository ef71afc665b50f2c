"""gunicorn with two workers, as in production, on a free port of this machine; and what its processes hold."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.apart import ROOT
from benchmarks.client import HOST
from benchmarks.office import LOGIN, PASSWORD
from benchmarks.places import Place
from benchmarks.wsgi import INSTANCE, URL

WORKERS = 2
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Memory:
    """Proportional set size in MB: pages that several processes share are divided among them."""

    master: float
    workers: tuple[float, ...]


@dataclass(slots=True)
class Server:
    """A running server, and the cookies of those who have logged in."""

    port: int
    process: subprocess.Popen[bytes]
    cookies: dict[str, str] = field(default_factory=dict)

    def headers(self, login: str = LOGIN) -> dict[str, str]:
        """What a browser sends that matters."""
        if login not in self.cookies:
            self.cookies[login] = self._log_in(login)
        return {"Cookie": self.cookies[login], "Accept-Encoding": "gzip, deflate", "Accept": "text/html"}

    def get(self, path: str) -> http.client.HTTPResponse:
        return self._ask("GET", path)

    def _log_in(self, login: str) -> str:
        """Through the form and to the page behind it, as a person does: the first page with a form of its own completes
        the cookie, and none after it sets one."""
        page = self.get("/dang-nhap")
        token = TOKEN.search(page.read().decode())
        assert token is not None
        fields = urlencode({"login": login, "password": PASSWORD, "csrf_token": token[1]})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _cookie(page)}
        answer = self._ask("POST", "/dang-nhap", fields, kind)
        if answer.status != 302:
            raise RuntimeError(f"the log-in was answered with {answer.status}")
        cookie = _cookie(answer)
        while answer.status == 302:
            answer = self._ask("GET", answer.getheader("Location") or "/", headers={"Cookie": cookie})
            cookie = _cookie(answer) or cookie
        return cookie

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        return connection.getresponse()

    def memory(self) -> Memory:
        return Memory(_pss(self.process.pid), tuple(_pss(worker) for worker in self._workers()))

    def processor_time(self) -> float:
        """Seconds that the workers have computed so far, whatever else the machine was doing."""
        return sum(computed(worker) for worker in self._workers())

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()]


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]


def _pss(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    kilobytes = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(kilobytes) / 1024


def computed(process: int) -> float:
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    in_user, in_system = int(after_name[11]), int(after_name[12])
    return (in_user + in_system) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serve(place: Place) -> Iterator[Server]:
    """The app on this data, answering."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"{HOST}:{port}"]
    log = place.instance / "gunicorn.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "benchmarks.wsgi:app()"],
            cwd=ROOT,
            env=os.environ | {URL: place.url, INSTANCE: str(place.instance)},
            stdout=output,
            stderr=output,
        )
        server = Server(port, process)
        try:
            _wait(server, log)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(server: Server, log: Path) -> None:
    for _ in range(300):
        if server.process.poll() is not None:
            break
        try:
            if server.get("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server does not answer:\n{log.read_text()[-3000:]}")


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])
