"""Whether a card JSON 2.0 is accepted: its properties, its nesting, its names, its limits.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure; platform notes 4.3 and 4.4
"""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.feishu.components import CARD, COMMON, COMPONENTS, CONTAINERS, INTERACTIVE
from tests.fakes.feishu.inline import Findings
from tests.fakes.feishu.markdown import lines, tables
from tests.fakes.feishu.schema import BAD, NAMELESS, OVER, UNSUPPORTED, CardError, fields, wrong

MOST_ELEMENTS = 199
"""Of everything with a tag, texts included: 180 were seen to pass, 200 to be refused."""
MOST_TABLES = 5
DEEPEST = 5
SIZE = 30 * 1024
"""Bytes of the content as sent."""
BAD_PERSON = 100290
ROOT_ONLY = ("form", "table")


class Inspection:
    """One card, looked at. `alarms`: what the platform accepts and nobody can want."""

    def __init__(self, known: Callable[[str], bool]) -> None:
        self.alarms: list[str] = []
        self._known = known
        self._elements = 0
        self._tables = 0
        self._names: set[str] = set()
        self._ids: set[str] = set()

    def accept(self, card: Any) -> None:
        """Raises CardError with the platform's code if the card is refused."""
        if not isinstance(card, dict) or card.get("schema") != "2.0":
            raise CardError(BAD, "the fake takes cards of schema 2.0 only")
        CARD(card, "card")
        if not card.get("config", {}).get("summary"):
            self.alarms.append("a card without config.summary: the chat list shows nothing of it")
        self._count(card)
        for index, element in enumerate(card["body"]["elements"]):
            self._visit(element, f"body.elements[{index}]", "", 1, None)
        if self._elements > MOST_ELEMENTS:
            raise CardError(OVER, "element exceeds the limit")
        if self._tables > MOST_TABLES:
            raise CardError(OVER, "card table number over limit")

    def _visit(self, element: Any, path: str, parent: str, depth: int, form: list[str] | None) -> None:
        tag = element.get("tag")
        if not isinstance(tag, str) or tag not in COMPONENTS:
            raise CardError(UNSUPPORTED, f"{path}: unsupported tag {tag}")
        if (tag == "column") != (parent == "column_set"):
            raise wrong(path, f"{tag} cannot stand in {parent or 'the body'}")
        if tag in ROOT_ONLY and parent:
            raise wrong(path, f"{tag} stands in the body only")
        if depth > DEEPEST:
            raise wrong(path, f"nested deeper than {DEEPEST}")
        fields({"tag!": lambda value, path: None, **COMMON, **COMPONENTS[tag]})(element, path)
        self._once(self._ids, element.get("element_id"), path)
        self._contents(element, tag, path)
        if tag in INTERACTIVE:
            self._usable(element, tag, path, form)
        inside: list[str] | None = [] if tag == "form" else form
        for index, child in enumerate(element[CONTAINERS[tag]] if tag in CONTAINERS else ()):
            self._visit(child, f"{path}.{CONTAINERS[tag]}[{index}]", tag, depth + 1, inside)
        if tag == "form":
            self._once(self._names, element["name"] or None, path)
            if not element["name"]:
                raise CardError(NAMELESS, f"{path}: a form needs a name")
            if "submit" not in (inside or ()):
                raise wrong(path, "a form needs a button that submits it")

    def _usable(self, element: Any, tag: str, path: str, form: list[str] | None) -> None:
        """Names and behaviours of what can be used. `form`: what the buttons of the form around it do."""
        name = element.get("name", "")
        if form is not None and not name:
            raise CardError(NAMELESS, f"{path}: name is required inside a form")
        self._once(self._names, name or None, path)
        if tag == "select_static" and element.get("initial_option") is not None:
            self._among(element, path)
        if tag != "button":
            return
        does = element.get("form_action_type")
        if does and form is None:
            raise wrong(path, "form_action_type outside a form")
        if does and "behaviors" in element:
            raise wrong(path, "a button of a form has form_action_type instead of behaviors")
        if does and form is not None:
            form.append(does)
        if not does and "behaviors" not in element:
            self.alarms.append(f"{path}: a button that does nothing")

    @staticmethod
    def _among(element: Any, path: str) -> None:
        if element["initial_option"] not in [each["value"] for each in element["options"]]:
            raise wrong(path, "initial_option is none of the options")

    def _contents(self, element: Any, tag: str, path: str) -> None:
        """Texts with markup in them, people, and tables."""
        texts = [element["content"]] if tag == "markdown" else []
        objects = [element.get("text"), *(each["text"] for each in element.get("fields", []))]
        texts += [each["content"] for each in objects if isinstance(each, dict) and each.get("tag") == "lark_md"]
        if tag == "collapsible_panel" and element["header"]["title"].get("tag") == "markdown":
            texts.append(element["header"]["title"]["content"])
        people = [element["user_id"]] if tag == "person" else []
        if tag == "person_list" and not element.get("drop_invalid_user_id"):
            people += [each["id"] for each in element["persons"]]
        for each in texts:
            findings = Findings()
            lines(each, str, findings)
            people += findings.people
            self._tables += tables(each)
            self._judge(findings, path)
        self._tables += tag == "table"
        for person in people:
            if not self._known(person):
                raise CardError(BAD_PERSON, f"{path}: invalid user id {person}")

    def _judge(self, findings: Findings, path: str) -> None:
        if findings.everybody:
            self.alarms.append(f"{path}: a mention of everybody")
        self.alarms.extend(f"{path}: not escaped, or no tag: {each}" for each in findings.stray)

    def _once(self, seen: set[str], value: str | None, path: str) -> None:
        if value is not None and value in seen:
            raise wrong(path, f"duplicate {value}")
        if value is not None:
            seen.add(value)

    def _count(self, part: Any) -> None:
        if isinstance(part, dict):
            self._elements += "tag" in part
            for name, each in part.items():
                if name not in ("value", "chart_spec"):
                    self._count(each)
        elif isinstance(part, list):
            for each in part:
                self._count(each)


def strictly(content: str) -> Any:
    """The JSON in a string. ValueError for what only Python calls JSON, and for a name given twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name stands twice in one object")
        return found

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    return json.loads(content, object_pairs_hook=once, parse_constant=constant)
