"""A server on this machine that writes down what it was sent and answers as it was told."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Session(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, dict(self.headers), body))
        answer = self.server.answer(self.path, body) if callable(self.server.answer) else self.server.answer
        if answer is SILENCE:
            self.server.over.wait(10)
            return
        status, headers, text = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text if isinstance(text, bytes) else json.dumps(text).encode())

    def log_message(self, *_words):
        """Not into the tests' output."""


SILENCE = object()
"""An answer that never comes, as long as the test runs."""


@contextmanager
def serve(answer):
    """Yield a server whose `answer` is (status, headers, body), SILENCE, or a function of path and body."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.got, server.answer, server.over = [], answer, threading.Event()
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
