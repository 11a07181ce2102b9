"""Bad values stop the start with a sentence, and change nothing."""

import ast
import os
import subprocess
import sys

import pytest

WRONG = {
    "SAPWOOD_SECRET_KEY": ("short", "fewer than 32 characters"),
    "SAPWOOD_DATABASE_URL": ("mysql://nobody@nowhere/x", "Use SQLite or PostgreSQL"),
    "SAPWOOD_ENGINE": ("abacus", "'duckdb'"),
    "SAPWOOD_AS_OF": ("soon", "not a date like 2026-06-15"),
    "SAPWOOD_REGION": ("Germany", "a country of two letters like DE"),
    "SAPWOOD_KEEP_TEXT_DAYS": ("-3", "Give a number of days"),
    "SAPWOOD_WORKERS": ("0", "from 1 to 64"),
    "SAPWOOD_WEB_WORKERS": ("many", "from 1 to 64"),
    "SAPWOOD_URL": ("http://sapwood.home.example", "http is for this machine alone"),
    "SAPWOOD_PROXIES": ("many", "from 0 to 9"),
}
MAIL = {
    "SAPWOOD_SMTP_URL": "smtp://ana:oak%40home@mail.home.example:587",
    "SAPWOOD_MAIL_FROM": "sapwood@home.example",
    "SAPWOOD_URL": "https://sapwood.home.example",
}
WRONG_MAIL = [
    ({"SAPWOOD_SMTP_URL": "mail.home.example"}, "such as smtp://user:password@mail.home.example:587"),
    ({"SAPWOOD_SMTP_URL": "smtp://ana:oak@mail.home.example:none"}, "no address that can be read"),
    ({"SAPWOOD_MAIL_FROM": "Sapwood"}, "Give the sender of mail to guests"),
    ({"SAPWOOD_MAIL_FROM": ""}, "Give the sender of mail to guests"),
    ({"SAPWOOD_URL": ""}, "but SAPWOOD_URL is not"),
    ({"SAPWOOD_URL": "https://sapwood.home.example/inside"}, "Give the address of the pages"),
]


def start(tmp_path, show="SECRET_KEY", **more):
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path / "home")} | more
    command = [sys.executable, "-c", f"import sapwood.settings as s; print(s.{show})"]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_value_stops_the_start(name, tmp_path):
    value, said = WRONG[name]
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("Sapwood did not start. ") and said in done.stderr
    assert done.stderr.strip().endswith("Nothing was changed.")


def test_a_home_that_is_a_file(tmp_path):
    (tmp_path / "home").write_text("a file")
    assert "cannot be used as a folder" in start(tmp_path).stderr


def test_the_secret_is_made_once_and_is_nobodys_to_read(tmp_path):
    first, second = start(tmp_path), start(tmp_path)
    assert len(first.stdout.strip()) >= 32 and first.stdout == second.stdout
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("value", "said"), WRONG_MAIL)
def test_mail_that_could_not_be_sent_stops_the_start_and_shows_no_password(tmp_path, value, said):
    done = start(tmp_path, **(MAIL | value))
    assert done.returncode == 1
    assert said in done.stderr and "oak" not in done.stderr.replace("oak@home", "")


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl", "tls"),
    [
        ("smtp://ana:oak%40home@mail.home.example:2525", "mail.home.example", 2525, False, True),
        ("smtps://mail.home.example", "mail.home.example", 465, True, False),
        ("smtp://mail.home.example", "mail.home.example", 587, False, True),
        ("smtp://localhost", "localhost", 25, False, False),
    ],
)
def test_mail_is_encrypted_except_on_this_machine(tmp_path, url, host, port, ssl, tls):
    smtp = ast.literal_eval(start(tmp_path, "SAPWOOD_SMTP", **(MAIL | {"SAPWOOD_SMTP_URL": url})).stdout)
    assert (smtp["host"], smtp["port"], smtp["use_ssl"], smtp["use_tls"]) == (host, port, ssl, tls)
    assert smtp["password"] == ("oak@home" if "oak" in url else "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SAPWOOD_COPY_CERT": "cert.pem"}, "go together"),
        ({"SAPWOOD_COPY_CERT": "/nowhere/cert.pem", "SAPWOOD_COPY_KEY": "/nowhere/key.pem"}, "no such file"),
        ({"SAPWOOD_COPY_TLS": "required"}, "name a certificate"),
        ({"SAPWOOD_COPY_TLS": "perhaps"}, "offered or required"),
        ({"SAPWOOD_COPY_CERT": __file__, "SAPWOOD_COPY_KEY": __file__}, "do not fit together"),
    ],
)
def test_a_certificate_that_cannot_be_used_stops_the_start(tmp_path, given, said):
    done = start(tmp_path, **given)
    assert done.returncode == 1 and said in done.stderr and "Nothing was changed." in done.stderr


def test_no_mail_leaves_unless_it_is_switched_on(tmp_path):
    assert start(tmp_path, "SAPWOOD_SMTP").stdout == "None\n"


def test_the_pages_answer_under_the_address_that_guests_reach(tmp_path):
    done = start(
        tmp_path, "ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS", **(MAIL | {"SAPWOOD_URL": "https://out.example:8443"})
    )
    assert "'out.example'" in done.stdout and "'https://out.example:8443'" in done.stdout
