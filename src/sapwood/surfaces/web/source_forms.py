"""What somebody says about a source, by its kind."""

from django import forms
from django.conf import settings

from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source
from sapwood.workflows.sources.connect import Wanted

LINES = [
    ("tls", "encrypted (TLS)"),
    ("starttls", "encrypted after a greeting (STARTTLS)"),
    ("plain", "not encrypted"),
]


class SourceForm(forms.Form):
    """The part that every kind has; `wanted` is what the workflow is given."""

    kind: str
    name = forms.CharField(label="What to call it", max_length=200, required=False, help_text="May be left empty.")
    text = forms.ChoiceField(label="What was written is", choices=Import.Text.choices)

    @classmethod
    def of(cls, source: Source) -> dict:
        return {"name": source.name, "text": source.text, "mailbox": source.mailbox, **source.where}

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        where = {name: said.get(name) for name in self.fields if name not in ("name", "text", "secret")}
        mailbox = where.pop("mailbox", "") or ""
        return Wanted(self.kind, said["name"], mailbox, said["text"], where, said.get("secret", ""))


class ServerForm(SourceForm):
    """What has a user name and a password, or a token."""

    user = forms.CharField(label="User name", max_length=320, help_text="Most often the whole mail address.")
    secret = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    token = forms.ChoiceField(label="Sign in by", required=False)
    mailbox = forms.EmailField(label="Whose it is", max_length=320, required=False)
    folders = forms.Field(widget=forms.MultipleHiddenInput, required=False)
    first: tuple[str, ...] = ()

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["mailbox"].help_text = "Left empty, the user name tells, or it is yours."
        tokens = [(name, f"token of {name}") for name in settings.SAPWOOD_TOKEN_COMMANDS]
        self.fields["token"].choices = [("", "password"), *tokens]
        for name in ("user", *self.first):
            self.fields[name].widget.attrs.update(autocapitalize="none", spellcheck="false", autocomplete="off")

    @property
    def plain(self) -> list[forms.BoundField]:
        """What one has to say; the rest has an answer that mostly fits."""
        token = ["token"] if settings.SAPWOOD_TOKEN_COMMANDS else []
        return [self[name] for name in (*self.first, "user", "secret", *token)]


class ImapForm(ServerForm):
    kind = Source.Kind.IMAP
    first = ("host",)
    host = forms.CharField(label="Server", max_length=253, help_text="Such as imap.home.example.")
    security = forms.ChoiceField(label="The line is", choices=LINES)
    port = forms.IntegerField(label="Port", min_value=1, max_value=65535, required=False)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["port"].help_text = "Left empty, the usual one."

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mailbox", "security", "port", "text", "name")]


class CalDavForm(ServerForm):
    kind = Source.Kind.CALDAV
    first = ("url",)
    url = forms.CharField(
        label="Address", max_length=1000, help_text="Such as https://cloud.home.example/remote.php/dav/."
    )

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mailbox", "text", "name")]


class FolderForm(SourceForm):
    kind = Source.Kind.FOLDER
    path = forms.CharField(label="Folder of this machine", max_length=1000, help_text="Its whole path.")
    mailbox = forms.EmailField(label="Whose mailbox it is", max_length=320, required=False)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["mailbox"].help_text = "Left empty, the mail itself tells."

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self["path"]]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mailbox", "text", "name")]


class CopyForm(SourceForm):
    kind = Source.Kind.COPY

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self["text"], self["name"]]

    more = ()


FORMS = {form.kind: form for form in (ImapForm, CalDavForm, FolderForm, CopyForm)}
