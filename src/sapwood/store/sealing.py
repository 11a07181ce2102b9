"""Encryption of kept texts and of passwords with the installation's key (AES-256-GCM, NIST SP 800-38D; key by HKDF,
RFC 5869)."""

import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORT = 8192  # bytes


def derive(secret_key: str, purpose: str) -> bytes:
    """32 bytes for one purpose ("log keys", "texts") from the installation's secret key."""
    return HKDF(SHA256(), 32, salt=None, info=f"sapwood {purpose}".encode()).derive(secret_key.encode())


def _packed(data: bytes) -> bytes:
    """zlib's own window and tables are 270 kB, and making them takes longer than packing a short text."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 12, 5) if len(data) < SHORT else zlib.compressobj(1)
    return packer.compress(data) + packer.flush()


class Sealer:
    """Seals texts so that each opens only under the interaction (or whatever else) it was sealed for."""

    def __init__(self, key: bytes):
        self._cipher = AESGCM(key)

    def seal(self, interaction: int | str, text: str) -> bytes:
        nonce = os.urandom(12)
        packed = _packed(text.encode("utf-8", "replace"))
        return nonce + self._cipher.encrypt(nonce, packed, str(interaction).encode())

    def open(self, interaction: int | str, sealed: bytes) -> str | None:
        """The text, or None where it was sealed with another key (a restored log beside a new secret)."""
        try:
            packed = self._cipher.decrypt(sealed[:12], sealed[12:], str(interaction).encode())
        except InvalidTag:
            return None
        return zlib.decompress(packed).decode()
