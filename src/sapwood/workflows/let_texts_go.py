"""Letting kept texts go: own words whose time is over, and all that a source shall not keep. Called under the write
lock; the old files leave the disk with the vacuum after it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sapwood.records.directory.models import Address
from sapwood.records.imports.models import Import

from .audit import audit
from .finding import Finding
from .installation import log, texts
from .who_may_read import closings


def let_texts_go() -> list[Finding]:
    return [*_of_silent_sources(), *_of_closed_accounts(), *_aged()]


def _aged() -> list[Finding]:
    days = settings.SAPWOOD_KEEP_TEXT_DAYS
    if days is None:
        return []
    aged = Import.objects.counting().filter(finished__lt=timezone.now() - timedelta(days=days), own_words_kept=True)
    ended = list(aged.values_list("pk", flat=True))
    if not ended:
        return []
    texts().let_go(ended)
    aged.update(own_words_kept=False)
    audit(None, "repair", "let own words go", "kept texts", imports=ended)
    return [Finding(f"Own words of {len(ended)} imports were kept for {days} days.", "They were let go.", True)]


def _of_silent_sources() -> list[Finding]:
    silent = set(Import.objects.filter(text=Import.Text.NONE).values_list("pk", flat=True))
    left = sorted(silent and silent & texts().imports_in())
    if not left:
        return []
    texts().cut_imports(left)
    return [Finding(f"{len(left)} imports are kept to who and when.", "What was written was deleted.", True)]


def _of_closed_accounts() -> list[Finding]:
    """What is kept of a mailbox whose owner keeps an account to who and when."""
    cut = 0
    for who, organisation in closings():
        with_them = set(Address.objects.filter(organisation=organisation).values_list("key", flat=True))
        believed = Import.objects.counting().filter(Q(mailbox_given=True) | Q(by=who.pk))
        held = log().held_with(who.keys, with_them, believed.values_list("pk", flat=True))
        cut += texts().cut_sightings(held)
    if not cut:
        return []
    return [Finding(f"{cut} kept texts were of accounts kept to who and when.", "They were deleted.", True)]
