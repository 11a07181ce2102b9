"""The addresses under which guests come in. A guest's cookie is sent to these and to no others, and no number
stands in any of them. What is not an address here looks like a link that does not open."""

from django.urls import path

from .views import guest_door, guest_held

urlpatterns = [
    path("g/held/", guest_held.held, name="guest_held"),
    path("g/held/corrections/", guest_held.correct, name="guest_correct"),
    path("g/held/wishes/", guest_held.wish, name="guest_wish"),
    path("g/held/take-along.zip", guest_held.take, name="guest_take_along"),
    path("g/leave/", guest_held.leave_now, name="guest_leave"),
    path("g/<str:token>/", guest_door.door, name="guest_door"),
    path("g/<str:token>/codes/", guest_door.codes, name="guest_codes"),
    path("g/<str:token>/visits/", guest_door.visits, name="guest_visits"),
    path("g/<path:rest>", guest_door.nothing, name="guest_nothing"),
]
NAMES = {pattern.name for pattern in urlpatterns}
