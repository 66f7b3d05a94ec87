"""Files in three steps: a place to put the bytes, the bytes, and the word that they are complete."""

from tests.fakes.slack.chat import addressed
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Json, Refusal
from tests.fakes.slack.workspace import BOT_USER, Workspace


class Files:
    """What was uploaded. `base`: the fake's own URL, where the bytes go."""

    def __init__(self) -> None:
        self.base = ""
        self.kept: dict[str, Json] = {}
        self.bytes: dict[str, bytes] = {}

    def upload_url(self, ws: Workspace, p: Params) -> Json:
        length = p.text("length")
        if not length.isdigit() or int(length) < 1:
            raise Refusal("invalid_arguments")
        id = ws.fresh("F0")
        self.kept[id] = {
            "id": id, "name": p.text("filename"), "title": p.text("filename"), "size": int(length), "user": BOT_USER,
            "alt_txt": p.text("alt_txt"), "created": ws.seconds(), "mode": "hosted", "complete": False, "channels": [],
        }  # fmt: skip
        return {"upload_url": f"{self.base}/upload/{id}", "file_id": id}

    def received(self, id: str, data: bytes) -> bool:
        """Step two. False if the size is not the one announced, or nobody announced it."""
        if id not in self.kept or len(data) != self.kept[id]["size"]:
            return False
        self.bytes[id] = data
        return True

    def complete(self, ws: Workspace, p: Params) -> Json:
        given = p.data("files")
        if not isinstance(given, list) or not given or any(set(each) - {"id", "title"} for each in given):
            raise Refusal("invalid_arguments")
        if any(each.get("id") not in self.bytes for each in given):
            raise Refusal("file_not_found")
        done = []
        for each in given:
            file = self.kept[each["id"]]
            file |= {"title": each.get("title", file["title"]), "complete": True}
            done.append(file)
        if id := p.text("channel_id"):
            channel = addressed(ws, id)
            for file in done:
                file["channels"] = [channel.id]
            wire = {"text": p.text("initial_comment"), "files": done}
            ws.put(channel, BOT_USER, wire, thread=p.text("thread_ts"))
        return {"files": [_shape(each) for each in done]}

    def info(self, ws: Workspace, p: Params) -> Json:
        if p.text("file") not in self.kept:
            raise Refusal("file_not_found")
        return {"file": _shape(self.kept[p.text("file")])}


def _shape(file: Json) -> Json:
    return {name: value for name, value in file.items() if name != "complete"}
