"""Uploading over the long connection: announced, sent in chunks in any order, finished.

https://developer.work.weixin.qq.com/document/path/101463
"""

import time
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import md5

from tests.fakes.wecom.media import SIZES, Media
from tests.fakes.wecom.records import Json, Refusal
from tests.fakes.wecom.shapes import one_of, record, whole, words

CHUNK = 512 * 1024
SESSION = 30 * 60.0
INIT = record(
    {
        **{"type": one_of(*SIZES), "filename": words(bytes=256)},
        **{"total_size": whole(5, 20 * 2**20), "total_chunks": whole(1, 100)},
    },
    {"md5": words(pattern="[0-9a-f]{32}")},
)
PART = record({"upload_id": words(), "chunk_index": whole(1, 100), "base64_data": words()})
FINISH = record({"upload_id": words()})


@dataclass(slots=True)
class Upload:
    told: Json
    began: float
    chunks: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    def __init__(self, media: Media) -> None:
        self._media = media
        self._open: dict[str, Upload] = {}

    def begin(self, body: Json) -> Json:
        INIT(body, "body", [])
        if body["total_size"] > SIZES[body["type"]]:
            raise Refusal(40006, "invalid media size")
        id = f"upload{len(self._open) + 1:04d}"
        self._open[id] = Upload(body, time.monotonic())
        return {"upload_id": id}

    def chunk(self, body: Json) -> Json:
        """The same chunk again is no harm."""
        PART(body, "body", [])
        upload = self._of(body["upload_id"])
        try:
            data = b64decode(body["base64_data"], validate=True)
        except ValueError:
            raise Refusal(40058, "invalid parameter: base64_data") from None
        if len(data) > CHUNK or body["chunk_index"] > upload.told["total_chunks"]:
            raise Refusal(40058, "invalid parameter: chunk")
        upload.chunks[body["chunk_index"]] = data
        return {}

    def finish(self, body: Json) -> Json:
        FINISH(body, "body", [])
        upload = self._of(body["upload_id"])
        told = upload.told
        data = b"".join(upload.chunks[index] for index in sorted(upload.chunks))
        if len(upload.chunks) != told["total_chunks"] or len(data) != told["total_size"]:
            raise Refusal(40058, "invalid parameter: chunks are missing")
        if told.get("md5") not in (None, md5(data).hexdigest()):  # noqa: S324 - the protocol's choice
            raise Refusal(40058, "invalid parameter: md5")
        del self._open[body["upload_id"]]
        stored = self._media.keep(told["type"], told["filename"], data)
        return {"type": stored.kind, "media_id": stored.id, "created_at": int(stored.at.timestamp())}

    def _of(self, id: str) -> Upload:
        upload = self._open.get(id)
        if upload is None or time.monotonic() - upload.began > SESSION:
            raise Refusal(40058, "invalid parameter: upload_id")
        return upload
