"""Putting right what a killed process left behind. Safe at any time: a running import holds the write lock."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.utils import timezone

from sapwood.records.directory.models import Address, Domain, Forgetting
from sapwood.records.imports.models import Import, ImportNote, ImportTrouble
from sapwood.store.lock import Busy, one_writer

from .audit import audit
from .finding import Finding
from .forget.flow import finish
from .home import home_domains
from .installation import initialise, log, texts
from .let_texts_go import let_texts_go
from .nobodys import clear_nobodys
from .same_person import look_for_same_people
from .service.settle import settle_import
from .service.stage import sweep_tellings
from .sources.batch import forget_fetched
from .spilled import forget_spilled
from .tables.stage import sweep_sheets, tables_of
from .uploads import forget_uploads
from .voices.listen import listen
from .voices.match import match_by_name
from .who_is_who.look import look_across_firms

Status = Import.Status


def repair() -> list[Finding]:
    """Finishes or fails what was broken off, and sweeps what nobody reads any more. While an import runs there is
    nothing to repair."""
    try:
        with one_writer(settings.SAPWOOD_HOME, wait=False):
            return [*_broken_off(), *_half_forgotten(), *_sweep()]
    except Busy:
        return []


def sweep() -> list[Finding]:
    with one_writer(settings.SAPWOOD_HOME):
        return _sweep()


def tidy() -> None:
    """After one of many small imports: merges their files, where nobody is writing."""
    with suppress(Busy), one_writer(settings.SAPWOOD_HOME, wait=False):
        for store in (log(), texts()):
            store.compact(thorough=False)


def examine() -> list[Finding]:
    """What `sapwood doctor` says: repairs first, then what only a person can mend."""
    initialise()
    findings = [*repair(), *_measured_again(), *_compared()]
    if not home_domains() and Import.objects.counting().exists():
        findings.append(
            Finding("No domain is home, so nobody can be an account.", "sapwood import … --home-domain YOURS", False)
        )
    for domain in Domain.objects.filter(organisation__home=True, said=Domain.Said.INFERRED):
        findings.append(
            Finding(
                f"{domain.name} was taken for home and nobody has confirmed it.",
                "Confirm it on the set-up page.",
                False,
            )
        )
    brought = [done.options.get("paths") for done in Import.objects.counting()]
    for failed in Import.objects.filter(status=Status.FAILED, batch=None):  # a source tries again by itself
        if failed.options.get("paths") in brought:
            continue  # it was run again since
        findings.append(
            Finding(f"{failed} was broken off; nothing of it is in.", "Run it again on the Imports page.", False)
        )
    from .sources.state import silent_sources

    findings += [
        Finding(f"{source}: {said}", "See its page under Sources.", False) for source, said in silent_sources()
    ]
    return findings


def _measured_again() -> list[Finding]:
    """Figures that a killed worker left behind the log or the day."""
    from .refresh import behind, refresh  # the engine it loads takes a second

    if not behind():
        return []
    refresh()
    return [Finding("The figures were behind what is in, or of another day.", "They were measured again.", True)]


def _compared() -> list[Finding]:
    """Whom no worker was there to compare."""
    if not (offered := look_across_firms()):
        return []
    found = "One pair waits" if offered == 1 else f"{offered:,} pairs wait"
    what = "Nobody had looked for people and firms that may be one under two names."
    return [Finding(what, f"{found} under Who is who.", True)]


def _broken_off() -> list[Finding]:
    findings = []
    for started in Import.objects.filter(status=Status.STARTED):
        # What tables say comes with the very end, so an import that has some and was killed is not in.
        if log().holds_import(started.pk) and not started.sheets.exists():
            started.status, mend = Status.DONE, "Its commit was complete, so it was finished."
        else:
            started.status, mend = (
                Status.FAILED,
                "Nothing of it was in, so it was marked as broken off. Run it again.",
            )
            started.troubles.all().delete()
            started.notes.all().delete()
        started.finished, started.said = timezone.now(), f"{started.said} {mend}".strip()
        started.save(update_fields=["status", "finished", "said"])
        if started.status == Status.DONE:
            settle_import(started)
        audit(None, "repair", f"import {started.status}", started)
        if started.status == Status.DONE:
            match_by_name(started, listen(started))
            look_for_same_people([started.pk])
            forget_uploads(started)
        findings.append(Finding(f"{started} was killed while it ran.", mend, True))
    return findings


def _half_forgotten() -> list[Finding]:
    """Erasures that were begun: the worker was not there yet, or was killed."""
    findings = []
    for begun in Forgetting.objects.filter(finished=None):
        done = finish(begun)
        mend = (
            "It is finished now." if done else "Stop Sapwood and run `sapwood doctor`: another process holds it up."
        )
        findings.append(Finding("Somebody was being erased, and it was not finished.", mend, done))
    return findings


def _sweep() -> list[Finding]:
    findings = []
    over = set(
        Import.objects.filter(status__in=[Status.WITHDRAWN, Status.FAILED, Status.STOPPED]).values_list(
            "pk", flat=True
        )
    )
    if log().imports_in() & over or tables_of(over):
        clear_nobodys()  # before the rows go: a process killed in between does it again
    if left := sweep_sheets(over):
        findings.append(Finding(f"{left:,} rows of tables do not count.", "They were deleted.", True))
    if left := sweep_tellings(over):
        findings.append(Finding(f"{left:,} tellings of service events do not count.", "They were deleted.", True))
    for store, name in ((log(), "log"), (texts(), "kept texts")):
        if left := sorted(store.imports_in() & over):
            store.cut_imports(left)
            findings.append(
                Finding(f"The {name} held rows of {len(left)} imports that do not count.", "They were deleted.", True)
            )
    findings += let_texts_go()
    for store in (log(), texts()):
        store.compact()
        store.vacuum()
    for listed in (ImportTrouble, ImportNote):
        listed.objects.filter(of__status=Status.WITHDRAWN).delete()
    for undone in Import.objects.filter(status=Status.WITHDRAWN):
        forget_uploads(undone)
    if Address.objects.filter(compared=False, kind=Address.Kind.PERSON).exclude(organisation=None).exists():
        look_for_same_people()  # of before people were compared, or an import killed before it came to that
    staging = Path(settings.SAPWOOD_HOME) / "staging"
    if staging.exists() and any(staging.iterdir()):
        rmtree(staging, ignore_errors=True)
        findings.append(Finding("A killed import left files half written.", "They were deleted.", True))
    forget_fetched()
    forget_spilled(timezone.now() - timedelta(days=1))
    return findings
