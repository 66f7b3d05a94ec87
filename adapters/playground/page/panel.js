// The column on the right: the time machine, what reached the others, and what to try first.

import { post } from "./api.js";
import { lookAgain, drawChip } from "./chat.js";
import { avatar, byId, fill, h, toast } from "./dom.js";
import { guide } from "./guide.js";
import { calendarDay, clockTime, listed, t } from "./i18n.js";
import { badge, personLink } from "./people.js";
import { calledApart, changed, look, onChange, setClock, store } from "./store.js";

const MOVES = [["time.1h", "+1h"], ["time.930", "next 09:30"], ["time.monday", "next monday 09:30"], ["time.now", "now"]];
let busy = false;
let arrived = ""; // what the last move brought

export function startPanel(show) {
  onChange(() => draw(show));
  setInterval(tick, 1000);
}

function draw(show) {
  if (!store.clock) return;
  const focused = document.activeElement?.dataset?.by;
  fill(byId("panel"),
    h("button.icon.close.only-medium", { type: "button", "aria-label": t("close"), onclick: () => show("talk") }, "×"),
    machine(), news(), guide(advance, show));
  if (focused) byId("panel").querySelector(`[data-by="${CSS.escape(focused)}"]`)?.focus();
}

function machine() {
  const clock = store.clock;
  const now = current();
  const moving = clock.moving || busy;
  const day = clock.holiday || (clock.swapped ? t("swapped") : clock.works ? t("works") : t("off"));
  return h("section.card-box.machine", { "aria-labelledby": "machine-title", class: moving ? "moving" : "" },
    h("h2", { id: "machine-title" }, t("time"), h("span.pill", { class: clock.moved ? "moved" : "" }, clock.moved ? t("time.moved") : t("time.real"))),
    h("div.face", {},
      h("strong.digits", { id: "digits" }, clockTime(now, clock.zone)),
      h("span.date", { id: "date" }, calendarDay(now, clock.zone, true)),
      h("span.zone", {}, h("span.daytype", { class: clock.works ? "works" : "off" }, day), clock.zone)),
    h("p.progress", { role: "status" }, moving ? t("time.moving") : arrived),
    h("div.moves", {}, MOVES.map(([label, by]) =>
      h("button.choice", { type: "button", "data-by": by, disabled: moving, onclick: () => advance(by) }, t(label)))),
    h("p.hint", {}, t("time.hint")));
}

const current = () => new Date(Date.parse(store.clock.now) + (performance.now() - store.clockTaken));

function tick() {
  if (!store.clock || !byId("digits")) return;
  const now = current();
  byId("digits").textContent = clockTime(now, store.clock.zone);
  byId("date").textContent = calendarDay(now, store.clock.zone, true);
  drawChip();
}

export async function advance(by) {
  if (busy) return;
  busy = true;
  arrived = "";
  setClock({ ...store.clock, now: current().toISOString() });
  const before = new Map(store.people.map((each) => [each.id, each.unread]));
  try {
    await post("advance", { by });
    busy = false;
    await look();
    arrived = announcement(before);
    changed({ clock: true });
  } catch (refusal) {
    busy = false;
    setClock(store.clock);
    toast(refusal.message, "bad");
  }
  lookAgain();
}

function announcement(before) {
  const when = `${calendarDay(current(), store.clock.zone)} ${clockTime(current(), store.clock.zone)}`;
  const told = store.people.filter((each) => each.unread > (before.get(each.id) ?? 0));
  const names = told.length > 2 ? t("people", { n: told.length }) : listed(told.map(calledApart));
  if (told.length) return t("time.arrived.news", { when, names });
  return t(store.clock.works ? "time.arrived" : "time.arrived.off", { when });
}

/** Who has something new, to go and look at it as them. */
function news() {
  const waiting = store.people.filter((each) => each.unread > 0 && each.id !== store.me);
  const links = waiting.map((each) =>
    h("li", {}, personLink(each, avatar(each, true), h("span", { title: each.department }, calledApart(each)), badge(each.unread))));
  return links.length > 0 && h("section.card-box.news", { "aria-labelledby": "news-title" },
    h("h2", { id: "news-title" }, t("news")), h("ul", {}, links));
}
