"""Naming a filter and an order of Accounts; sharing, renaming and removing it; opening with it."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.relationships.models import OpeningView, SavedView

from .audit import audit
from .permission import require

LONGEST = 60
MOST = 50


def save_view(
    user: User, name: str, query: str, shared: bool = False, opens: bool = False, door: str = "page"
) -> SavedView:
    """Raises Refused where sharing is not theirs, or ValueError with a sentence."""
    if shared:
        require(user, "share view")
    if len(query) > 1000:
        raise ValueError("This filter is too long to keep. Nothing was saved.")
    with transaction.atomic():
        mine = SavedView.objects.select_for_update().filter(by=user, removed=None)
        if mine.count() >= MOST:
            raise ValueError(f"You have {MOST} views already. Remove one first; nothing was saved.")
        view = SavedView(name=_named(user, name), query=query, by=user, made=timezone.now())
        _share(view, user, shared)
        view.save()
        _open(user, view, opens, door)
        audit(user, door, "save view", view, name=view.name, query=query, shared=shared)
    return view


def change_view(
    user: User, view: SavedView, name: str, shared: bool = False, opens: bool = False, door: str = "page"
) -> SavedView:
    """Its name, and who has it; for who may not change it, only whether their Accounts open with it."""
    with transaction.atomic():
        locked = SavedView.objects.select_for_update().get(pk=view.pk)
        before = {"name": locked.name, "shared": bool(locked.shared)}
        _open(user, locked, opens, door)
        if {"name": name.strip(), "shared": shared} != before:
            require(user, "change view", locked)
            if shared != before["shared"]:
                require(user, "share view")
            if name.strip() != locked.name:
                locked.name = _named(user, name)
            _share(locked, user, shared)
            locked.save()
            after = {"name": locked.name, "shared": bool(locked.shared)}
            audit(
                user,
                door,
                "change view",
                locked,
                **{k: [before[k], after[k]] for k in after if before[k] != after[k]},
            )
    return locked


def remove_view(user: User, view: SavedView, door: str = "page") -> SavedView:
    """Takes it off the list; its address goes on leading to its accounts. Removing twice changes nothing."""
    require(user, "change view", view)
    with transaction.atomic():
        locked = SavedView.objects.select_for_update().get(pk=view.pk)
        if locked.removed is None:
            locked.removed, locked.removed_by = timezone.now(), user
            locked.save(update_fields=["removed", "removed_by"])
            OpeningView.objects.filter(view=locked).delete()
            audit(user, door, "remove view", locked, name=locked.name)
    return locked


def _named(user: User, name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise ValueError(f"A view's name has 1 to {LONGEST} characters. Nothing was saved.")
    if SavedView.objects.visible_to(user).present().filter(name=name).exists():
        raise ValueError(f"There is a view called {name} already. Choose another name; nothing was saved.")
    return name


def _share(view: SavedView, user: User, shared: bool) -> None:
    if shared and view.shared is None:
        view.shared, view.shared_by = timezone.now(), user
    elif not shared:
        view.shared = view.shared_by = None


def _open(user: User, view: SavedView, opens: bool, door: str) -> None:
    if opens == OpeningView.objects.filter(user=user, view=view).exists():
        return
    if opens:
        OpeningView.objects.update_or_create(user=user, defaults={"view": view, "since": timezone.now()})
    else:
        OpeningView.objects.filter(user=user, view=view).delete()
    audit(user, door, "open with view" if opens else "open without view", view)
