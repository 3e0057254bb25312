"""The site's settings with fixed keys, quick hashing and folders of their own. Import it only through pytest."""

import atexit
import os
import shutil
import tempfile

SCRATCH = tempfile.mkdtemp(prefix="besadu-tests-")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

FIXED = {
    "DEBUG": "off",
    "SECRET_KEY": "fixed for tests, fifty characters long at least, 0123456789",
    "MASTER_KEYS": "dGVzdHMgb25seSwgbmV3ZXN0LCAzMiBieXRlcyBoZXI=,dGVzdHMgb25seSwgb2xkZXIgLCAzMiBieXRlcyBoZXI=",
    "CODE_KEY": "fixed for tests, and for nothing else",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "BASE_URL": "http://testserver",
    "BESADU_VAR": SCRATCH,
    "TIME_ZONE": "Asia/Jakarta",
    "TRUSTED_PROXY_HOPS": "0",
    "EMAIL_URL": "consolemail://",
    "EMAIL_FROM": "BESADU <besadu@testserver>",
    "LOG_LEVEL": "INFO",
}
os.environ.update(FIXED)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH}/besadu.sqlite3")

from besadu.settings import *  # noqa: E402, F403
from besadu.settings import DATABASES, STATIC_ROOT  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir()
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads of a test then meet the same locks as threads of the portal.
    DATABASES["default"]["TEST"] = {"NAME": f"{SCRATCH}/test.sqlite3"}
    # No test cuts the power: nobody waits for the disk.
    OPTIONS = DATABASES["default"]["OPTIONS"]
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["OPTIONS"]["options"] = "-c jit=off -c synchronous_commit=off"
