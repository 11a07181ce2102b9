"""Whether the installation answers and reaches its records: for whatever watches over it."""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "why": "The records cannot be reached."}, status=503)
    return JsonResponse({"ok": True})
