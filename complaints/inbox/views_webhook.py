"""The door for WhatsApp's server: the hand-shake, and what citizens write."""

import json

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import operations
from . import whatsapp as wire


@csrf_exempt
@require_http_methods(["GET", "POST"])
def whatsapp(request):
    """Everything is kept before it answers 200; what fails is sent again by WhatsApp, and known when it comes twice."""
    if not wire.is_there():
        raise Http404
    if request.method == "GET":
        right = request.GET.get("hub.mode") == "subscribe" and wire.knows_the_word(
            request.GET.get("hub.verify_token", "")
        )
        if not right:
            return HttpResponse(status=403)
        return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")
    if not wire.is_genuine(request.body, request.headers.get("X-Hub-Signature-256", "")):
        return HttpResponse(status=403)
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    now = timezone.now()
    for arrival in wire.arrivals(told, now):
        operations.receive(arrival, now=now)
    return HttpResponse(status=200)
