"""A real IMAP server (Debian's dovecot), started for the tests."""

import grp
import http.server
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lines import certificate, free_port
from mail_box import PASSWORD, Box

DOVECOT = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
TOKEN = "Quincewort-token"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 0
mail_fsync = never
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox "Junk mail" {{
    special_use = \\Junk
    auto = create
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  service_count = 50
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
  chroot =
}}
service stats {{
  chroot =
}}
"""


class MailServer:
    """Dovecot in a folder of its own. Every user name exists and has PASSWORD or TOKEN."""

    def __init__(self, folder: Path):
        self.folder, self.port, self.tls_port = folder, free_port(), free_port()
        self._tokens = _serve_tokens()
        certificate(folder)
        root = os.getuid() == 0  # dovecot's own processes refuse to be root's
        mail = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
        inside = pwd.getpwnam("dovecot") if root else mail
        login = pwd.getpwnam("dovenull") if root else mail
        folder.chmod(0o755)
        for name in ("mail", "home"):
            (folder / name).mkdir()
            if root:
                os.chown(folder / name, mail.pw_uid, mail.pw_gid)
        (folder / "dovecot.conf").write_text(
            CONFIG.format(
                folder=folder,
                user=inside.pw_name,
                group=grp.getgrgid(inside.pw_gid).gr_name,
                login=login.pw_name,
                uid=mail.pw_uid,
                gid=mail.pw_gid,
                port=self.port,
                tls_port=self.tls_port,
                password=PASSWORD,
            )
        )
        (folder / "oauth2").write_text(
            f"tokeninfo_url = http://127.0.0.1:{self._tokens.server_port}/?access_token=\n"
            "introspection_mode = auth\nusername_attribute = email\nactive_attribute = active\nactive_value = yes\n"
        )
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [DOVECOT, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < until, (self.folder / "log").read_text()
                threading.Event().wait(0.02)

    def stop(self, sign=signal.SIGTERM):
        os.killpg(self.process.pid, sign)  # with the processes that it started
        self.process.wait(30)

    def close(self):
        self.stop(signal.SIGKILL)
        self._tokens.shutdown()

    def box(self, user: str) -> Box:
        return Box(self, user)


def _serve_tokens() -> http.server.HTTPServer:
    class Tokens(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            token = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
            user, _, rest = token.rpartition(".")
            good = rest == TOKEN
            body = json.dumps({"active": "yes", "email": user} if good else {"active": "no"}).encode()
            self.send_response(200 if good else 401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def mail_server():
    if DOVECOT is None:
        pytest.skip("No dovecot was found. Install Debian's dovecot-imapd to run this test.")
    folder = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))  # a short path: sockets stand in it
    server = MailServer(folder)
    server.start()
    yield server
    server.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def trusted(mail_server, monkeypatch):
    """This machine trusts the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.folder / "cert.pem"))
    assert ssl.get_default_verify_paths().openssl_cafile_env == "SSL_CERT_FILE"


_numbers = iter(range(1_000_000))


@pytest.fixture
def box(mail_server, trusted):
    """An empty mailbox of its own."""
    return mail_server.box(f"ana{next(_numbers)}@home.example")
