"""Uploaded files: kept under home, under names of ours, until their import is over."""

from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from sapwood.records.imports.models import Import


def keep_upload(asked: Import, number: int, file: UploadedFile) -> Path:
    """A name from outside never becomes a path."""
    folder = folder_of(asked)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{number}"
    with kept.open("wb") as target:
        for piece in file.chunks(1 << 20):
            target.write(piece)
    return kept


def forget_uploads(asked: Import) -> None:
    rmtree(folder_of(asked), ignore_errors=True)


def holds_uploads(asked: Import) -> bool:
    return folder_of(asked).exists()


def folder_of(asked: Import) -> Path:
    return Path(settings.MEDIA_ROOT) / str(asked.pk)
