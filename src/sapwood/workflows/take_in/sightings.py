"""What an import keeps of what was written, and which earlier sightings are as good as its own."""

from django.conf import settings
from django.db.models import Q

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source


def what_to_keep(running: Import) -> str:
    """Of what was written: "own words" (and the subject), "subject" or "nothing"."""
    if running.text == Import.Text.NONE:
        return "nothing"
    return "subject" if settings.SAPWOOD_KEEP_TEXT_DAYS == 0 else "own words"


def seen_as_well(running: Import, keep: str) -> list[int]:
    """Imports whose sightings this one need not repeat: they kept as much, and are to be believed as much. Nobody
    can hide a colleague's mail by bringing a forged one first under its Message-ID and in that colleague's name."""
    believed = Q(by=running.by) | Q(by__role=User.Role.OPERATOR, mailbox_given=True)
    found = Import.objects.counting().filter(believed)
    if keep != "nothing":
        found = found.exclude(text=Import.Text.NONE)
    if keep == "own words":
        found = found.filter(own_words_kept=True)
    return list(found.values_list("pk", flat=True))


def of_this_calendar(running: Import) -> list[int]:
    """Imports of the same calendar on a server: what it says now is so, whatever it said before. A file may be older
    than what came after it; that server's answer is not."""
    source = Source.objects.filter(runs__batches__brought=running, kind=Source.Kind.CALDAV)
    found = Import.objects.counting().filter(batch__run__source__in=source).exclude(pk=running.pk)
    return list(found.values_list("pk", flat=True))
