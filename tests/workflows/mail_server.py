"""A real IMAP server (Debian's dovecot) started for the tests, and a line to it that can be cut."""

import contextlib
import grp
import http.server
import imaplib
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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from imap_tools.utils import encode_folder

DOVECOT = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
PASSWORD, TOKEN = "Quincewort-password", "Quincewort-token"
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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

    def box(self, user: str) -> "Box":
        return Box(self, user)


class Box:
    """One user's mailbox, as their mail program sees it."""

    def __init__(self, server: MailServer, user: str):
        self.server, self.user = server, user

    @contextlib.contextmanager
    def client(self):
        client = imaplib.IMAP4("127.0.0.1", self.server.port, timeout=10)
        client.login(self.user, PASSWORD)
        yield client
        client.logout()

    def put(self, *messages: bytes, folder="INBOX"):
        with self.client() as client:
            name = encode_folder(folder).decode()
            client.create(name)
            for message in messages:
                assert client.append(name, None, None, message)[0] == "OK"

    def take_away(self, numbers: str, folder="INBOX"):
        with self.client() as client:
            client.select(folder)
            client.store(numbers, "+FLAGS", r"(\Deleted)")
            client.expunge()

    def number_anew(self, folder="INBOX"):
        """As after a restored backup: the same mail under another UIDVALIDITY."""
        messages = []
        with self.client() as client:
            client.select(folder)
            _, found = client.fetch("1:*", "(BODY.PEEK[])")
            messages = [part[1] for part in found if isinstance(part, tuple)]
        place = self.server.folder / "mail" / self.user
        for name in (
            "dovecot-uidlist",
            "dovecot-uidvalidity",
            "dovecot.index.log",
            "dovecot.index",
            "dovecot.index.cache",
        ):
            (place / name).unlink(missing_ok=True)
        for left in place.glob("dovecot-uidvalidity.*"):
            left.unlink()
        assert messages


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


def certificate(folder: Path) -> None:
    """A certificate for localhost, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    made = made.add_extension(x509.BasicConstraints(True, None), True)
    signed = made.sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


class CutLine:
    """A line to a server that breaks after so many bytes of answers."""

    def __init__(self, port: int, after: int):
        self.after = after
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self._to = port
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._pass, args=(near, far, None), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, self.after), daemon=True).start()

    def _pass(self, source, target, most):
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if most is not None and len(data) > most:
                    target.sendall(data[:most])
                    break
                most = most - len(data) if most is not None else None
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self):
        self.listening.close()


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
