// What to try first: three steps, ticked off as they are done.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { choose, remember, remembered } from "./people.js";
import { changed, messages, onChange, store, BOT } from "./store.js";

const done = new Set(remembered("hepai.steps").split(",").filter(Boolean));
let first = "";

export function startGuide() {
  onChange((what) => {
    if (what.who && first && first !== store.me) tick("3");
    if (what.who) first ||= store.me;
    if (store.clock?.moved) tick("1");
    if (what.messages && messages(BOT).some((each) => each.from === store.me)) tick("2");
  });
  document.addEventListener("click", (event) => event.target.closest?.(".card button, .card select") && tick("2"));
}

function tick(step) {
  if (done.has(step)) return;
  done.add(step);
  remember("hepai.steps", [...done].join(","));
}

export function guide(advance, show) {
  const hidden = done.has("hidden");
  const toggle = () => {
    hidden ? done.delete("hidden") : done.add("hidden");
    remember("hepai.steps", [...done].join(","));
    changed({ clock: true });
  };
  const doing = {
    1: () => advance("next workday 09:30"),
    2: () => (show("talk"), document.querySelector(".composer textarea")?.focus()),
    3: () => choose(),
  };
  const steps = Object.keys(doing).map((step) =>
    h("li", { class: done.has(step) ? "done" : "" },
      h("p", {}, t(`guide.${step}`)),
      !done.has(step) && h("button.link", { type: "button", onclick: doing[step] }, t(`guide.${step}.do`))));
  return h("section.card-box.guide", { "aria-labelledby": "guide-title" },
    h("h2", { id: "guide-title" }, t("guide"),
      h("button.link", { type: "button", "aria-expanded": hidden ? "false" : "true", onclick: toggle }, hidden ? t("guide.show") : t("guide.hide"))),
    !hidden && h("ol", {}, steps));
}
