"""sapwood doctor"""

import typer

from .door import Json, put_json


def doctor(json: Json = False) -> None:
    """Looks for what is not as it should be, mends what it may, and says the rest."""
    import django

    django.setup()
    from sapwood.workflows.repair import examine

    findings = examine()
    ok = all(finding.mended for finding in findings)
    if json:
        put_json({"ok": ok, "findings": [{"what": f.what, "mend": f.mend, "mended": f.mended} for f in findings]})
    else:
        for finding in findings:
            print(f"{finding.what} {finding.mend}")
        print("All is well." if not findings else "All of it is mended." if ok else "Some of it waits for you.")
    raise typer.Exit(0 if ok else 1)
