"""A mail server that only writes down what it was given, in the order it came."""

from __future__ import annotations

import re
import socketserver
import threading
from contextlib import contextmanager


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 sink")
        while line := self.rfile.readline():
            match line.strip().upper().split(b" ")[0]:
                case b"EHLO" | b"HELO":
                    self._say("250 sink")
                case b"DATA":
                    self._say("354 go on")
                    self._take()
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self):
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if not line:
            return  # the sender died in the middle: nothing was accepted
        name = re.search(rb"^Message-ID: <(.+?)@", b"".join(lines), re.MULTILINE | re.IGNORECASE)
        self.server.accepted.append(name.group(1).decode())
        self._say("250 accepted")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def sink():
    """Yield (port, list of the names in the Message-IDs accepted so far)."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.accepted = []
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        try:
            yield server.server_address[1], server.accepted
        finally:
            server.shutdown()
