"""The configuration of gunicorn: `python -m gunicorn --config besadu/server.py besadu.wsgi`.

Threads wait for slow phones while others are served; a proxy that buffers bodies stands before it in production.
Any value can be given on gunicorn's command line instead.
"""

import os

from besadu import logs

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = 2
threads = 4
graceful_timeout = 30  # seconds that running requests get when we are told to stop
keepalive = 5  # seconds
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 (heartbeats, not data)
logconfig_dict = logs.config(os.environ.get("LOG_LEVEL") or "INFO")
control_socket_disable = True
