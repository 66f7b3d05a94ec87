"""XML from outside, by expat with its doors shut: no document type, no entity, no instruction, nothing deep."""

from typing import Any
from xml.parsers import expat

DEPTH = 8
BIGGEST = 1024 * 1024

Node = dict[str, Any]
"""Each child by its tag: text, or a node, or a list of those where a tag stands more than once."""


class NotXml(ValueError):
    """The document is none that we take; the words carry nothing of it."""


def read(raw: bytes) -> Node:
    """The children of the root `<xml>`. Raises NotXml."""
    if len(raw) > BIGGEST:
        raise NotXml("too large")
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.SkippedEntityHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(raw, True)
    except expat.ExpatError:
        raise NotXml("not well-formed") from None
    if reader.root is None or reader.tag != "xml" or isinstance(reader.root, str):
        raise NotXml("not a document of this kind")
    return reader.root


def _refuse(*_: object) -> Any:
    raise NotXml("a part that nobody needs")


class _Reader:
    """An element with children becomes a node, one without becomes its text."""

    def __init__(self) -> None:
        self.root: Node | str | None = None
        self.tag = ""
        self._open: list[tuple[str, Node, list[str]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEPTH:
            raise NotXml("nested too deeply")
        self._open.append((tag, {}, []))

    def data(self, text: str) -> None:
        self._open[-1][2].append(text)

    def end(self, tag: str) -> None:
        _, children, texts = self._open.pop()
        found: Node | str = children or "".join(texts)
        if not self._open:
            self.root, self.tag = found, tag
            return
        parent = self._open[-1][1]
        if tag not in parent:
            parent[tag] = found
        elif isinstance(parent[tag], list):
            parent[tag].append(found)
        else:
            parent[tag] = [parent[tag], found]


def listed(node: Node, *path: str) -> list[Any]:
    """Everything at this path, however often each of its tags stands there."""
    found: list[Any] = [node]
    for tag in path:
        inner = [each.get(tag) for each in found if isinstance(each, dict)]
        found = [one for each in inner if each is not None for one in (each if isinstance(each, list) else [each])]
    return found


def text(node: Node, tag: str) -> str:
    """The text of a child that stands there once; empty if it does not."""
    value = node.get(tag, "")
    return value if isinstance(value, str) else ""
