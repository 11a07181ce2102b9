"""What was counted or listed for a user before, and still holds since nothing was written."""

from sapwood.workflows.counted import Counts


def unchanged(request) -> Counts:
    """For the whole of a page that only reads; afresh for one that may have written meanwhile."""
    if request.method not in ("GET", "HEAD"):
        return _of(request.user)
    if not hasattr(request, "unchanged"):
        request.unchanged = _of(request.user)
    return request.unchanged


def _of(user) -> Counts:
    return Counts("page", user.pk, user.role)
