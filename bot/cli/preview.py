"""`preview`: every card of every feature, with example words, as HTML to look at and JSON to compare."""

import argparse
from html import escape
from pathlib import Path

from bot.cli.drawing import draw
from bot.features import FEATURES
from bot.kernel.capabilities import Capabilities, Redelivery, Revision
from bot.kernel.cards import Card
from bot.kernel.codec import Codec
from bot.kernel.fitting import fit
from bot.settings import Settings

EVERYTHING = Capabilities(True, True, 20, 4000, Revision.ALWAYS, Redelivery.KEY)


def preview(arguments: argparse.Namespace, _: Settings) -> int:
    """Writes FOLDER/index.html, and FOLDER/<feature>/<card>.json for each card."""
    folder: Path = arguments.folder
    codec = Codec(lambda _owner, text: text, lambda _owner, sealed: sealed)
    sections: list[str] = []
    count = 0
    for feature in FEATURES:
        cards = feature.previews() if feature.previews else {}
        if not cards:
            continue
        home = folder / feature.name
        home.mkdir(parents=True, exist_ok=True)
        sections.append(f"<h2>{escape(feature.name)}</h2>")
        for name, card in cards.items():
            (home / f"{name}.json").write_text(codec.dumps(card, Card) + "\n", encoding="utf-8")
            drawn = "".join(draw(page) for page in fit(card, EVERYTHING).pages)
            sections.append(f"<figure><figcaption>{escape(name)}</figcaption>{drawn}</figure>")
            count += 1
    (folder / "index.html").write_text(PAGE.format(cards="\n".join(sections)), encoding="utf-8")
    print(f"{count} cards drawn: open {folder / 'index.html'}")
    return 0


PAGE = """<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hepai: every card</title>
<style>
body {{ font: 15px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; background: #f4f5f7 }}
figure {{ margin: 1rem 0 }}
figcaption, dt {{ color: #646a73; font-size: 13px }}
article {{ background: #fff; border-radius: 10px; padding: .8rem 1rem; border-left: 4px solid #c9cdd4 }}
article.good {{ border-color: #34a853 }}
article.warning {{ border-color: #f5a623 }}
article.alert {{ border-color: #e5484d }}
p, blockquote, dl {{ margin: .3rem 0; white-space: pre-wrap }}
blockquote {{ border-left: 3px solid #dee0e3; padding-left: .7rem }}
.button {{ display: inline-block; border: 1px solid #c9cdd4; border-radius: 6px; padding: 0 .7rem; margin: .2rem }}
.primary {{ background: #3370ff; color: #fff; border-color: #3370ff }}
.danger {{ color: #e5484d }}
.mention {{ color: #3370ff }}
</style>
{cards}
"""
