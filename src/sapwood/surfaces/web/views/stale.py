"""A form that was open too long, or came from elsewhere: said to colleagues and to guests in their own frame."""

from django.shortcuts import render

from sapwood.surfaces.web.guest_frame import UNDER


def stale(request, reason=""):
    """What Django calls where the protection against forged forms refuses; the reason is for the server's log."""
    name = "guest/stale.html" if request.path.startswith(UNDER) else "403_csrf.html"
    return render(request, name, status=403)
