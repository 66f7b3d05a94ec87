"""The form of tables and charts (docs.slack.dev: table, data_table, data_visualization)."""

from typing import Any

from tests.fakes.slack.schema import Report, items, number, one_of, record, string, tagged, wrong

ANY_NUMBER = number(-1e15, 1e15)
CELL = tagged(
    {
        "raw_text": record({"text": string(3000, 0)}),
        "raw_number": record({"value": ANY_NUMBER, "text": string(3000)}),
        "rich_text": record({"elements": lambda value, at, report: None}),
    }
)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": lambda value, at, report: None})
TABLE = record({"rows": items(items(CELL, 20), 100)}, {"block_id": string(255), "column_settings": items(_COLUMN, 20)})
_DATA_TABLE = record(
    {"rows": items(items(CELL, 20), 101, 2), "caption": string(2000)},
    {"block_id": string(255), "page_size": number(1, 100), "row_header_column_index": number(0, 19)},
)
_POINT = record({"label": string(20), "value": ANY_NUMBER})
_SERIES = record({"name": string(20), "data": items(_POINT, 20)})
_AXES = record({"categories": items(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})
_LINES = record({"series": items(_SERIES, 6), "axis_config": _AXES})
_SEGMENT = record({"label": string(20), "value": number(1e-9, 1e15)})
_CHART = tagged(
    {"pie": record({"segments": items(_SEGMENT, 6)}), "bar": _LINES, "area": _LINES, "line": _LINES}
)  # fmt: skip
_VISUAL = record({"title": string(50), "chart": _CHART}, {"block_id": string(255)})
DATA_TABLE_CHARACTERS = 10_000
CHARTS = 2
"""A message holds at most so many. UNVERIFIED: told by third parties."""


def data_table(value: Any, at: str, report: Report) -> None:
    _DATA_TABLE(value, at, report)
    rows = value.get("rows") or []
    size = sum(len(str(cell.get("text", ""))) for row in rows for cell in row if isinstance(cell, dict))
    if size > DATA_TABLE_CHARACTERS:
        wrong(report, f"{at}/rows", f"no more than {DATA_TABLE_CHARACTERS} characters allowed")


def visualization(value: Any, at: str, report: Report) -> None:
    before = len(report)
    _VISUAL(value, at, report)
    if len(report) > before or "series" not in value["chart"]:
        return
    categories = value["chart"]["axis_config"]["categories"]
    names = [series["name"] for series in value["chart"]["series"]]
    if len(set(names)) < len(names):
        wrong(report, f"{at}/chart/series", "series names must be unique")
    for index, series in enumerate(value["chart"]["series"]):
        if any(point["label"] not in categories for point in series["data"]):
            wrong(report, f"{at}/chart/series/{index}", "labels must match the categories")
