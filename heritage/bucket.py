"""A bucket of an S3 server as a store of files, read in parts without fetching the whole."""

from __future__ import annotations

from collections.abc import Iterator

from storages.backends.s3 import S3Storage
from storages.utils import clean_name

CHUNK = 1 << 20


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """django-storages' S3 store whose ranges are ranges on the server too.

    Its own files fetch the whole object at the first read, into memory: for one node of a point cloud
    that would be gigabytes (django-storages 1.14, ``S3File._get_file``, read 2026-11-25).
    """

    def read_range(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """The bytes of a range, in chunks, by one request. Closing the iterator ends the request."""
        if length <= 0:
            return
        key = self._normalize_name(clean_name(name))
        body = self.bucket.Object(key).get(Range=f"bytes={start}-{start + length - 1}")["Body"]
        try:
            yield from body.iter_chunks(CHUNK)
        finally:
            body.close()
