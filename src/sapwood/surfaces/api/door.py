"""The door for programs: a token in the header, a body of JSON, and every refusal as a sentence."""

import json
from functools import wraps
from typing import Any

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from sapwood.surfaces.web.guest_frame import client_of
from sapwood.workflows.guests.limits import TooOften
from sapwood.workflows.outreach.tokens import token_for
from sapwood.workflows.permission import Refused

MOST_BYTES = 24 * 1024 * 1024
WHO = "No token opens this. Send “Authorization: Bearer …” with one that a lead made and nobody revoked."


class Bad(Exception):
    """The request cannot be answered: a status, and a sentence."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status = status


def for_programs(view):
    """Calls the view with the token and the JSON of the body; the answer is JSON whatever happens."""

    @csrf_exempt  # nothing here goes by a cookie
    @sensitive_variables("secret")
    @wraps(view)
    def guarded(request, **named):
        try:
            kind, _, secret = request.headers.get("Authorization", "").partition(" ")
            token = token_for(secret.strip(), client_of(request), timezone.now()) if kind == "Bearer" else None
            if token is None:
                return _said(401, WHO, {"WWW-Authenticate": "Bearer"})
            if request.method != "POST":
                return _said(405, "Ask this by POST.", {"Allow": "POST"})
            return JsonResponse(*view(request, token, _body(request), **named))
        except TooOften:
            return _said(429, "Too many wrong tokens came from there. Try in ten minutes.", {"Retry-After": "600"})
        except Refused as refused:
            return _said(403, refused.why)
        except Bad as bad:
            return _said(bad.status, str(bad))
        except ValueError as error:
            return _said(422, str(error))

    return guarded


def _body(request) -> dict[str, Any]:
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Bad(413, f"A request has at most {MOST_BYTES // 1024 // 1024} MB. Nothing was kept; send it in parts.")
    try:
        found = json.loads(request.read(MOST_BYTES) or b"{}")
    except (ValueError, RecursionError):
        raise Bad(400, "The body is no JSON. Nothing was kept.") from None
    if not isinstance(found, dict):
        raise Bad(400, "The body is JSON, but no object. Nothing was kept.")
    return found


def _said(status: int, sentence: str, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status, headers=headers)
