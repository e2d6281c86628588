"""Where documents of complaints are kept: a folder that no address leads to, or a bucket that nobody else may read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.env import Environment

# Larger than any document, in bytes.
IN_ONE_PIECE = 64 * 1024 * 1024


def storage_of_documents(environment: Environment, *, media_root: str | Path) -> dict[str, Any]:
    """The entry of Django's STORAGES."""
    if environment.documents_bucket:
        return _bucket(environment)
    folder = environment.documents_root or Path(media_root) / "documents"
    options = {"location": folder, "base_url": None, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def _bucket(environment: Environment) -> dict[str, Any]:
    # Only where there is a bucket: the library takes its time.
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": environment.documents_bucket,
            "endpoint_url": environment.documents_endpoint or None,
            "region_name": environment.documents_region or None,
            "access_key": environment.documents_access_key or None,
            "secret_key": environment.documents_secret_key or None,
            "default_acl": None,
            "file_overwrite": False,
            # Content is read a piece at a time, and large content is set down on disk meanwhile.
            "max_memory_size": 2 * 1024 * 1024,
            # What goes in parts and is broken off stays in the bucket, unseen.
            "transfer_config": TransferConfig(multipart_threshold=IN_ONE_PIECE, multipart_chunksize=IN_ONE_PIECE, use_threads=False),
            "client_config": Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                # Check sums that only the newest storages know are left out: the content has its own in the database.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 2},
            ),
        },
    }
