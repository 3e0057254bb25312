"""What every request passes: its log line, the headers of every answer, and what is refused before it is read."""

import logging
import time
from email.message import Message

from django.conf import settings
from django.middleware.gzip import GZipMiddleware

from besadu import errors, logs

logger = logging.getLogger("besadu.request")

PERMISSIONS = ", ".join(
    ["geolocation=(self)", "camera=(self)"]
    + [
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "gyroscope",
            "hid",
            "idle-detection",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "screen-wake-lock",
            "serial",
            "usb",
            "xr-spatial-tracking",
        )
    ]
)


class LogMiddleware:
    """Write one line per request: route, method, status, milliseconds. Nothing about who asked or what was sent.

    Static files are left out: they say nothing and are most of the lines.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.monotonic()
        response = self.get_response(request)
        if request.path.startswith(settings.STATIC_URL):
            return response
        fields = {
            "route": logs.route(request),
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.monotonic() - start) * 1000),
        }
        logger.info("request", extra={"fields": fields})
        return response


_COMPRESSED = ("text/", "application/json", "application/atom+xml", "application/xml")


class CompressMiddleware(GZipMiddleware):
    """Send text compressed, also where no proxy does it; photos and static files are compressed already.

    A page never tells its own secrets by its length: CSRF tokens are masked anew each time, and Django adds up to 100
    random bytes to every answer.
    """

    def process_response(self, request, response):
        if response.headers.get("Content-Type", "").startswith(_COMPRESSED):
            return super().process_response(request, response)
        return response


class HeadersMiddleware:
    """Forbid keeping any answer that does not say otherwise, and switch off what the pages do not use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class RefuseEarlyMiddleware:
    """Answer before anything of the body is read: 413 for one that is too long, 400 for one in a foreign charset.

    Django reads a form only in UTF-8 and fails while reporting that (security.md, row 54).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _length(request) > settings.UPLOAD_LIMIT:
            return errors.too_large(request)
        if not _readable(request):
            return errors.bad_request(request)
        return self.get_response(request)


def _length(request) -> int:
    value = request.META.get("CONTENT_LENGTH") or "0"
    return int(value) if value.isascii() and value.isdigit() else 0


def _readable(request) -> bool:
    header = Message()
    header["Content-Type"] = request.META.get("CONTENT_TYPE", "")
    return header.get_content_charset("utf-8") == "utf-8"
