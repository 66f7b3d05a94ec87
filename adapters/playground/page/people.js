// Who one is, who else there is, and one's chats: the column on the left, and the list to choose from.

import { post } from "./api.js";
import { avatar, byId, fill, h, toast } from "./dom.js";
import { lang, setLanguage, t } from "./i18n.js";
import { BOT, become, changed, look, me, onChange, open, person, store } from "./store.js";

export function startSide(show) {
  onChange((what) => {
    if (!what.clock && !what.connection) draw(show);
  });
}

function draw(show) {
  const mine = me();
  fill(byId("side"),
    h("header.brand", {},
      h("img", { src: "/icon.svg", alt: "", width: 32, height: 32 }),
      h("strong", {}, t("brand")), h("span", {}, t("brand.sub")),
      h("button.link.language", { type: "button", "aria-label": t("language.label"), onclick: otherLanguage }, t("language"))),
    mine && h("button.who-am-i", { type: "button", onclick: () => choose(), "aria-haspopup": "dialog" },
      avatar(mine),
      h("span.who-text", {}, h("small", {}, t("you")), h("strong", {}, mine.name), h("small", {}, mine.department)),
      h("span.swap", {}, t("switch"))),
    mine && h("h2", {}, t("chats")),
    mine && h("nav.chats", { "aria-label": t("chats") },
      store.chats.map((each) => chatButton(each, show)),
      h("button.chat-button.new", { type: "button", onclick: newRoom }, h("span.avatar.plus", { "aria-hidden": "true" }, "+"), t("new.room"))),
  );
  const unread = store.chats.reduce((sum, each) => sum + each.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${mine ? `${mine.name} · ` : ""}${t("brand")}`;
}

function chatButton(each, show) {
  const go = () => {
    open(each.id);
    show("talk");
  };
  const sub = each.direct ? t("direct.sub") : t("room.sub", { n: each.members.length });
  return h("button.chat-button", { type: "button", onclick: go, "aria-current": each.id === store.chat ? "page" : null, "data-chat": each.id },
    each.direct ? avatar(person(BOT)) : h("span.avatar.group", { "aria-hidden": "true" }, "群"),
    h("span.chat-text", {}, h("strong", {}, each.direct ? t("brand") : each.title), h("small", {}, sub)),
    badge(each.unread));
}

export const badge = (count) =>
  count > 0 && h("span.badge", { role: "img", "aria-label": t("unread", { n: count }) }, count > 99 ? "99+" : count);

function otherLanguage() {
  setLanguage(lang() === "en" ? "zh" : "en");
  remember("hepai.language", lang());
  changed({ language: true });
}

/** A link that makes this window that person's; with the middle button it opens a window of their own. */
export function personLink(each, ...children) {
  const go = async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    byId("chooser")?.close();
    await be(each.id, true);
  };
  return h("a.person", { href: `?as=${encodeURIComponent(each.id)}`, onclick: go, "data-person": each.id, "aria-current": each.id === store.me ? "true" : null }, ...children);
}

export async function be(id, push) {
  try {
    await become(id);
  } catch (refusal) {
    toast(refusal.message, "bad");
    return choose();
  }
  remember("hepai.as", id);
  if (push) history.pushState({}, "", `?as=${encodeURIComponent(id)}`);
  document.dispatchEvent(new CustomEvent("became"));
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // a browser that keeps nothing: then nothing is kept
  }
}

export function remembered(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** The list of everybody, to choose who one is. */
export function choose({ adding = false } = {}) {
  const people = store.people.map((each) =>
    h("li", {}, personLink(each, avatar(each), h("span.who-text", {}, h("strong", {}, each.name), h("small", {}, each.department)), badge(each.unread))));
  dialog(t("who.title"), h("p", {}, store.people.length ? t("who.sub") : t("who.empty")), h("ul.everybody", {}, people), addPerson(adding || !people.length));
  if (adding) byId("chooser").querySelector(".add input").focus();
}

function addPerson(adding) {
  const name = h("input", { type: "text", maxlength: 60, required: true, autocomplete: "off", "aria-label": t("who.name"), placeholder: t("who.name") });
  const department = h("input", { type: "text", maxlength: 60, autocomplete: "off", "aria-label": t("who.dept"), placeholder: t("who.dept") });
  const add = async (event) => {
    event.preventDefault();
    try {
      await post("people", { name: name.value, department: department.value });
      toast(t("who.added", { name: name.value }));
      await look();
      choose({ adding: true });
    } catch (refusal) {
      toast(refusal.message, "bad");
    }
  };
  return h("details.add", { open: adding }, h("summary", {}, t("who.add")),
    h("form.inline", { onsubmit: add }, name, department, h("button.choice.primary", { type: "submit" }, t("add"))));
}

function newRoom() {
  const title = h("input", { id: "room-title", type: "text", maxlength: 60, required: true, autocomplete: "off" });
  const boxes = store.people.filter((each) => each.id !== store.me).map((each) => h("input", { type: "checkbox", value: each.id }));
  const members = boxes.map((box) =>
    h("li", {}, h("label.person", {}, box, avatar(person(box.value), true), h("span", {}, person(box.value).name), h("small", {}, person(box.value).department))));
  const create = async (event) => {
    event.preventDefault();
    try {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      const made = await post("rooms", { as: store.me, title: title.value, members: chosen, settle: true });
      byId("chooser").close();
      setTimeout(() => open(made.room), 0);
    } catch (refusal) {
      toast(refusal.message, "bad");
    }
  };
  dialog(t("new.room"), h("form.room-form", { onsubmit: create },
    h("label", { for: "room-title" }, t("room.title")), title,
    h("fieldset", {}, h("legend", {}, t("room.members")), h("ul.everybody", {}, members)),
    h("p", {}, t("room.hint")),
    h("button.choice.primary", { type: "submit" }, t("room.create"))));
}

function dialog(title, ...content) {
  byId("chooser")?.remove();
  const close = () => box.close();
  const box = h("dialog", { id: "chooser", "aria-labelledby": "chooser-title", onclick: (event) => event.target === box && store.me && close() },
    h("div.sheet", {},
      h("header", {}, h("h2", { id: "chooser-title" }, title),
        store.me && h("button.icon", { type: "button", "aria-label": t("close"), onclick: close }, "×")),
      content));
  box.addEventListener("cancel", (event) => !store.me && event.preventDefault());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}
