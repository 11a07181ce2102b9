"""Mail leaves encrypted, to a server whose certificate holds, or not at all."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from post_office import Box

from sapwood.workflows import mailing


def certificate(folder, name="localhost"):
    """A certificate that nobody but itself vouches for, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    file = folder / f"{name}.pem"
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain)
        + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def office(tmp_path, settings):
    """A mail server that wants STARTTLS, under a certificate of its own for `name`."""
    servers = []

    def office(name="localhost", tls=True):
        file, box = certificate(tmp_path, name), Box()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        secured = {"tls_context": context, "require_starttls": True} if tls else {}
        server = Controller(box, hostname="127.0.0.1", port=port, **secured)
        server.start()
        servers.append(server)
        settings.SAPWOOD_MAIL_FROM = "sapwood@home.example"
        settings.SAPWOOD_SMTP = {"host": "localhost", "port": port, "username": "", "password": ""}
        settings.SAPWOOD_SMTP |= {"use_ssl": False, "use_tls": True, "timeout": 5}
        return file, box

    yield office
    for server in servers:
        server.stop()


def test_to_a_server_whose_certificate_holds(office, monkeypatch):
    file, box = office()
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    mailing.send("jane@orchard.example", "Volumes", "Here they are.")
    assert box.text().strip() == "Here they are."


def test_to_a_server_that_nobody_vouches_for(office):
    _, box = office()
    with pytest.raises(mailing.NotSent):
        mailing.send("jane@orchard.example", "Volumes", "Here they are.")
    assert not box.mails


def test_to_a_server_that_is_another(office, monkeypatch):
    file, box = office("elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(mailing.NotSent):
        mailing.send("jane@orchard.example", "Volumes", "Here they are.")
    assert not box.mails


def test_to_a_server_that_does_not_encrypt(office):
    _, box = office(tls=False)
    with pytest.raises(mailing.NotSent):
        mailing.send("jane@orchard.example", "Volumes", "Here they are.")
    assert not box.mails
