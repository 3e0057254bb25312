"""A line between a phone and the portal that breaks after so many bytes, whichever way they go."""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading

AT_ONCE = struct.pack("ii", 1, 0)  # close with a reset, as a lost line does: nothing buffered arrives any more


class Line:
    """Passes connections on to `port` of this machine, until it breaks.

    `cut_after(n)` lets n bytes pass from then on, both ways and over all connections together; then nothing does any
    more, and no new connection is taken. `cut_after(None)`: it holds again. Bytes that have passed: `passed`.
    """

    def __init__(self, port: int):
        self.target = ("127.0.0.1", port)
        self.left: int | None = None
        self.passed = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: int | None) -> None:
        """Break every connection there is, and all later ones after `count` bytes."""
        with self._lock:
            self.left = count
        self._drop_all()

    def down(self) -> None:
        """No signal at all."""
        self.cut_after(0)

    @property
    def is_down(self) -> bool:
        return self.left == 0

    def close(self) -> None:
        """Take no more connections and break those there are."""
        self._listener.close()
        self._drop_all()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: the test is over
            while True:
                phone, _address = self._listener.accept()
                threading.Thread(target=self._pass_on, args=(phone,), daemon=True).start()

    def _pass_on(self, phone: socket.socket) -> None:
        try:
            if self.is_down:
                raise OSError("no signal")
            portal = socket.create_connection(self.target)
        except OSError:
            self._reset(phone)
            return
        self._open |= {phone, portal}
        with selectors.DefaultSelector() as either, contextlib.suppress(OSError, ValueError):
            either.register(phone, selectors.EVENT_READ, portal)
            either.register(portal, selectors.EVENT_READ, phone)
            while True:
                for ready, _events in either.select(timeout=60):
                    data = ready.fileobj.recv(4096)
                    if not data:
                        raise OSError("closed by one of them")
                    ready.data.sendall(self._allowed(data))
                    if self.is_down:
                        raise OSError("cut")
        for end in (phone, portal):
            self._reset(end)
        if self.is_down:
            self._drop_all()

    def _allowed(self, data: bytes) -> bytes:
        """Return as much of `data` as may still pass."""
        with self._lock:
            if self.left is not None:
                data = data[: self.left]
                self.left -= len(data)
            self.passed += len(data)
        return data

    def _drop_all(self) -> None:
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _reset(self, end: socket.socket) -> None:
        self._open.discard(end)
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        end.close()
