// The conversation in the middle: its head, its messages, and who can see them.

import { post } from "./api.js";
import { cards, line } from "./cards.js";
import { composer } from "./composer.js";
import { avatar, byId, h, toast } from "./dom.js";
import { calendarDay, clockTime, listed, t } from "./i18n.js";
import { BOT, calledApart, chat, messages, onChange, person, room, store, undelivered } from "./store.js";

const FOLD = 1200; // characters of a message shown at first
const TOGETHER = 5 * 60 * 1000; // messages this close stand under one name
let drawn = new Map(); // id -> {look, element}
let parts = null;

export function startChat(show) {
  onChange((what) => {
    if (what.who || what.chat || what.language || !parts) rebuild(show);
    else refresh(what);
  });
}

function rebuild(show) {
  if (!store.me || !chat()) return;
  drawn = new Map();
  const list = h("div.messages", { role: "log", "aria-live": "polite", "aria-label": t("log"), tabindex: "0" });
  const write = composer(store.chat);
  parts = { list, write };
  byId("talk").replaceChildren(head(show), list, write.element);
  refresh({});
  list.scrollTop = list.scrollHeight;
}

function head(show) {
  const here = chat();
  const members = here.direct ? [] : room(here.id).members.map((id) => calledApart(person(id)));
  const audience = here.direct
    ? t("audience.direct")
    : (here.bot ? "" : `${t("nobot")} · `) + t("audience.room", { n: members.length, names: listed(members) });
  return h("header.head", {},
    h("button.icon.only-narrow", { type: "button", "aria-label": t("back"), onclick: () => show("side") }, "‹"),
    here.direct ? avatar(person(BOT)) : h("span.avatar.group", { "aria-hidden": "true" }, "群"),
    h("div.head-text", {},
      h("h1", {}, here.direct ? t("brand") : here.title),
      h("p.audience", { title: audience }, audience)),
    h("button.clock-chip.only-medium", { type: "button", "aria-label": t("time.open"), onclick: () => show("panel") }));
}

function refresh(what) {
  drawChip();
  if (what.clock || what.connection) return;
  const { list } = parts;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const here = messages();
  const mine = (what.messages ?? []).some((each) => each.chat === store.chat && each.from === store.me);
  draw(list, here);
  if (atEnd || mine) list.scrollTop = list.scrollHeight;
  markRead(here);
}

function draw(list, here) {
  let before = null;
  const wanted = here.flatMap((message) => {
    const elements = [];
    const at = new Date(message.at);
    if (!before || dayOf(before.at) !== dayOf(message.at)) elements.push(daySeparator(at));
    const follows = elements.length === 0 && before?.from === message.from && at - new Date(before.at) < TOGETHER;
    elements.push(drawnMessage(message, follows));
    before = message;
    return elements;
  });
  if (!wanted.length) wanted.push(h("p.empty", {}, chat().direct ? t("empty.direct") : t("empty.room")));
  place(list, wanted);
}

/** Put the elements in order, moving none that stands right: an open field keeps its focus. */
function place(list, wanted) {
  const keep = new Set(wanted);
  for (const child of [...list.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((element, index) => {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  });
}

const separators = new Map();
const dayOf = (at) => calendarDay(new Date(at), store.clock.zone, true);

function daySeparator(at) {
  const day = calendarDay(at, store.clock.zone);
  const key = `${store.chat}/${store.me}/${day}/${at.toISOString().slice(0, 13)}`;
  if (!separators.has(key)) separators.set(key, h("p.day", {}, h("span", {}, day)));
  return separators.get(key);
}

function drawnMessage(message, follows) {
  const known = drawn.get(message.id);
  const look = `${message.seq} ${follows} ${undelivered.has(message.act)}`;
  if (known?.look === look) return known.element;
  const element = drawMessage(message, follows);
  if (known && message.cards) element.classList.add("changed");
  drawn.set(message.id, { look, element });
  return element;
}

function drawMessage(message, follows) {
  const author = person(message.from);
  const own = message.from === store.me;
  const name = author ? calledApart(author) : message.from;
  const time = h("time", { datetime: message.at }, clockTime(new Date(message.at), store.clock.zone));
  const body = message.cards ? cards(message) : [h("div.sent", {}, own && delivery(message), said(message))];
  return h("div.message", { class: `${own ? "own" : ""}${follows ? " follows" : ""}`, "data-id": message.id },
    avatar(author),
    h("div.bubble", {},
      h("div.byline", {}, h("bdi.name", {}, name), time, !own && !chat().direct && replyButton(message, name)),
      body));
}

function said(message) {
  if (message.media === "sticker") return h("p.sticker", {}, line(message.line));
  const quoted = message.reply && store.messages.get(message.chat)?.get(message.reply);
  const pieces = message.media ? [t(`media.${message.media}`, {}, t("media.other"))] : line(message.line);
  const text = h("p.words", {}, pieces);
  const long = message.line.reduce((sum, piece) => sum + piece.text.length, 0) > FOLD;
  if (long) text.classList.add("folded");
  const fold = () => {
    more.textContent = text.classList.toggle("folded") ? t("more") : t("less");
  };
  const more = long && h("button.link", { type: "button", onclick: fold }, t("more"));
  return h("div.said-box", {}, quoted && h("p.answered", {}, summary(quoted)), text, more);
}

function summary(message) {
  const name = person(message.from)?.name ?? "";
  const first = message.cards?.[0];
  const pieces = message.line ?? first?.blocks.find((block) => block.kind === "paragraph")?.line ?? [];
  return `${name}: ${first?.title || pieces.map((piece) => piece.text).join("")}`.slice(0, 80);
}

function replyButton(message, name) {
  return h("button.link.reply", { type: "button", onclick: () => parts.write.reply(message.id, name) }, t("reply"));
}

function delivery(message) {
  if (message.accepted) return h("span.tick", { title: t("delivered"), role: "img", "aria-label": t("delivered") }, "✓");
  const old = new Date(store.clock.now) - new Date(message.at) > 10000;
  if (!old && !undelivered.has(message.act)) return h("span.tick.pending", { role: "img", "aria-label": t("sending") }, "…");
  const what = { as: store.me, chat: message.chat, id: message.act }; // the rest is kept under its id
  const again = () => post("say", what).catch((refusal) => toast(refusal.message, "bad"));
  return h("button.link.bad", { type: "button", onclick: again }, `${t("undelivered")} · ${t("retry")}`);
}

export function drawChip() {
  const chip = document.querySelector(".clock-chip");
  if (!chip || !store.clock) return;
  const now = new Date(Date.parse(store.clock.now) + (performance.now() - store.clockTaken));
  chip.replaceChildren(
    h("span", {}, calendarDay(now, store.clock.zone)), h("strong", {}, clockTime(now, store.clock.zone)));
  chip.classList.toggle("moving", store.clock.moving);
}

/** What is on the screen of a window that is looked at has been read. */
function markRead(here) {
  const last = here.at(-1);
  if (!last || document.hidden || !chat()?.unread || document.body.dataset.view === "side") return;
  post("read", { as: store.me, chat: store.chat, message: last.id }).catch(() => {});
}

document.addEventListener("visibilitychange", () => parts && store.me && markRead(messages()));
export const lookAgain = () => parts && store.me && markRead(messages());
