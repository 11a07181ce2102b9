"""Every address of the pages; tests/surfaces/web/test_permissions.py says who may open which."""

from allauth.account import views as doors
from django.urls import path

from . import guest_urls
from .views import (
    account,
    accounts,
    audit,
    bulk_changes,
    decisions,
    entry,
    evidence,
    health,
    imports,
    one_import,
    people,
    saved_views,
    set_up,
    today,
)
from .views import corrections as correction_views
from .views import guests as guest_views
from .views import sharing as sharing_views

urlpatterns = [
    path("", today.today, name="today"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/export.csv", accounts.export, name="export_accounts"),
    path("accounts/views/", saved_views.views, name="saved_views"),
    path("accounts/views/<int:pk>/", saved_views.view, name="saved_view"),
    path("accounts/views/<int:pk>/removal/", saved_views.remove, name="remove_saved_view"),
    path("accounts/changes/", bulk_changes.changes, name="bulk_changes"),
    path("accounts/changes/<int:pk>/", bulk_changes.change, name="bulk_change"),
    path("accounts/changes/<int:pk>/undo/", bulk_changes.undo, name="undo_bulk_change"),
    path("accounts/<int:pk>/", account.account, name="account"),
    path("accounts/<int:pk>/decisions/", decisions.decide_one, name="decisions"),
    path("accounts/<int:pk>/evidence/", evidence.evidence_of, name="evidence"),
    path("decisions/<int:pk>/undo/", decisions.undo_one, name="undo_decision"),
    path("accounts/<int:pk>/people/", people.account_people, name="account_people"),
    path("people/", people.home_people, name="home_people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/same/", people.merge, name="merge_person"),
    path("matches/<int:pk>/accept/", people.accept, name="accept_match"),
    path("matches/<int:pk>/refuse/", people.refuse, name="refuse_match"),
    path("matches/<int:pk>/undo/", people.undo, name="undo_match"),
    path("accounts/<int:pk>/sharing/", sharing_views.share_own, name="sharing"),
    path("sharings/<int:pk>/undo/", sharing_views.undo_sharing, name="undo_sharing"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", one_import.one_import, name="import"),
    path("imports/<int:pk>/troubles.csv", one_import.troubles, name="import_troubles"),
    path("imports/<int:pk>/text/", one_import.text, name="import_text"),
    path("imports/<int:pk>/stop/", one_import.stop, name="stop_import"),
    path("imports/<int:pk>/undo/", one_import.undo, name="undo_import"),
    path("imports/<int:pk>/again/", one_import.again, name="run_import_again"),
    path("audit/", audit.audit, name="audit"),
    path("set-up/", set_up.first_questions, name="set_up"),
    path("enter/<str:token>/", entry.enter, name="enter"),
    path("sign-in/", doors.login, name="account_login"),
    path("sign-out/", doors.logout, name="account_logout"),
    path("sign-in/inactive/", doors.account_inactive, name="account_inactive"),
    path("password/", doors.password_change, name="account_change_password"),
    path("password/first/", doors.password_set, name="account_set_password"),
    path("healthz", health.healthz, name="healthz"),
    path("guests/", guest_views.guests, name="guests"),
    path("guests/<int:pk>/", guest_views.guest_link, name="guest_link"),
    path("guests/<int:pk>/revoke/", guest_views.revoke_link, name="revoke_guest_link"),
    path("accounts/<int:pk>/guests/", guest_views.account_guests, name="account_guests"),
    path("corrections/<int:pk>/answer/", correction_views.answer_one, name="answer_correction"),
    *guest_urls.urlpatterns,
]
