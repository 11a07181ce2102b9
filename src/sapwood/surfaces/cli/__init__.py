"""The command line: a door only. Each command is a file; Django is loaded by those that need it."""

import os
import sys

import typer

from sapwood.store.without_pandas import without_pandas

from .account import account
from .accounts import accounts
from .demonstrate import demonstrate
from .digest import digest
from .doctor import doctor
from .door import say, says_itself
from .forget import forget
from .importing import import_mail
from .invite import invite
from .link import link
from .note import note
from .people import people
from .rhythm import rhythm_command
from .source import source_app
from .tenure import tenure
from .today import today
from .undo import undo
from .up import up

app = typer.Typer(
    help="Sapwood keeps business relationships alive, from either side of the table.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command("up")(up)
app.command("import")(import_mail)
app.command("undo")(undo)
app.command("log")(note)
app.command("accounts")(accounts)
app.command("today")(today)
app.command("account")(account)
app.command("tenure")(tenure)
app.command("digest")(digest)
app.command("people")(people)
app.command("rhythm")(rhythm_command)
app.command("forget")(forget)
app.command("doctor")(doctor)
app.command("link")(link)
app.command("invite")(invite)
app.add_typer(source_app, name="source")
app.command("demonstrate", hidden=True)(demonstrate)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.settings")
    without_pandas()
    try:
        app()
    except Exception as error:
        if not says_itself(error):
            raise
        say(f"Sapwood stopped: {error}. What was in is safe. Make room, or see that it may write, and try again.")
        sys.exit(1)
