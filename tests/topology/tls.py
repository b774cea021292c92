"""Certificates made for a test by the `openssl` command, and servers that speak TLS with them."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
import redis

from tests.topology.servers import PASSWORD, SERVICE, free_ports, until


@dataclass(frozen=True, slots=True)
class Papers:
    """Files in PEM: an authority, and what it signed for 127.0.0.1 and for a client."""

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "ca.crt"

    def pair(self, name: str) -> tuple[Path, Path]:
        return self.folder / f"{name}.crt", self.folder / f"{name}.key"


def make_papers(folder: Path) -> Papers:
    """Skips without openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the command openssl")
    new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
    _openssl(folder, f"{new} -keyout ca.key -out ca.crt -subj /CN=authority")
    for name in ("server", "client"):
        _openssl(
            folder,
            f"{new} -keyout {name}.key -out {name}.crt -subj /CN={name} -addext subjectAltName=IP:127.0.0.1 "
            "-addext basicConstraints=critical,CA:FALSE -CA ca.crt -CAkey ca.key",
        )
    return Papers(folder)


def _openssl(folder: Path, line: str) -> None:
    done = subprocess.run(["openssl", *line.split()], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class _Relay(socketserver.BaseRequestHandler):
    """One client: the handshake, then bytes both ways to a unix socket."""

    context: ClassVar[ssl.SSLContext]
    behind: ClassVar[Path]

    def handle(self) -> None:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as server:
            client = self.context.wrap_socket(self.request, server_side=True)
            server.connect(str(self.behind))
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def terminator(papers: Papers, behind: Path) -> Iterator[int]:
    """TLS in front of a server on a unix socket, as stunnel and service meshes do it; a client shows its certificate.
    Gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*papers.pair("server"))
    context.load_verify_locations(papers.authority)
    context.verify_mode = ssl.CERT_REQUIRED
    handler = type("Relay", (_Relay,), {"context": context, "behind": behind})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def tls_server_program() -> str:
    """A redis-server or valkey-server that was built with TLS: on PATH, or brought by `make tools`. Skips without."""
    brought = Path(__file__).parents[2] / ".tools" / "bin"
    path = f"{os.environ.get('PATH', '')}:{brought}"
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name, path=path)
        if found and _was_built_with_tls(found):
            return found
    pytest.skip("needs a redis-server with TLS, such as Debian's; the one of the wheel has none: make tools")


def _was_built_with_tls(program: str) -> bool:
    """It ends at once, for want of a certificate or of the whole matter."""
    line = [program, "--port", "0", "--tls-port", "1"]
    return "Failed finding TLS support" not in subprocess.run(line, capture_output=True, text=True, timeout=10).stdout


@contextmanager
def tls_server(papers: Papers, folder: Path, *options: str) -> Iterator[int]:
    """A server that speaks TLS itself and asks clients for their certificates. Gives the port."""
    options = ("--save", "", "--requirepass", PASSWORD, "--appendonly", "yes", *options)
    with _running(papers, folder, [], *options) as port:
        yield port


@contextmanager
def tls_sentinel(papers: Papers, folder: Path, primary: int) -> Iterator[int]:
    """One sentinel is enough to be asked; with the same password as the data. Gives the port."""
    conf = folder / "sentinel.conf"
    conf.write_text(
        f'sentinel monitor {SERVICE} 127.0.0.1 {primary} 1\nsentinel auth-pass {SERVICE} "{PASSWORD}"\n'
        f'requirepass "{PASSWORD}"\n'
    )
    with _running(papers, folder, [str(conf), "--sentinel"], "--tls-replication", "yes") as port:
        yield port


@contextmanager
def _running(papers: Papers, folder: Path, first: list[str], *options: str) -> Iterator[int]:
    program, (port,) = tls_server_program(), free_ports(1)
    certificate, key = papers.pair("server")
    line = [
        program, *first, "--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1", "--dir", str(folder),
        "--tls-cert-file", str(certificate), "--tls-key-file", str(key), "--tls-ca-cert-file", str(papers.authority),
        "--tls-auth-clients", "yes", *options,
    ]  # fmt: skip
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _speaks(papers, port), "a server that speaks TLS")
        yield port
    finally:
        process.kill()
        process.wait()


def _speaks(papers: Papers, port: int) -> bool:
    certificate, key = map(str, papers.pair("client"))
    ca = str(papers.authority)
    with redis.Redis(
        port=port, password=PASSWORD, ssl=True, ssl_ca_certs=ca, ssl_certfile=certificate, ssl_keyfile=key,
        host="127.0.0.1", socket_timeout=2, retry=None,
    ) as client:  # fmt: skip
        return bool(client.ping())
