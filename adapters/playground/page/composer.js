// Where one types: the field, the list behind `@`, stickers, and a few things to say first.

import { newId, post } from "./api.js";
import { avatar, h, toast } from "./dom.js";
import { lang, t } from "./i18n.js";
import { BOT, chat, failed, person, room, store } from "./store.js";

const STICKERS = ["👍", "🎉", "😄", "🙏", "☕", "💪"];
const HINTS = {
  direct: { zh: ["帮助", "赞 @", "今天先不写了", "我明天请假"], en: ["help", "kudos @", "skip", "away tomorrow"] },
  group: { zh: ["@合拍 赞 @", "@合拍 帮助"], en: ["@Hepai kudos @", "@Hepai help"] },
};
const unsent = new Map(); // what was typed in a chat and not sent, by person and chat

export function composer(id) {
  const key = `${store.me}/${id}`;
  const here = chat(id);
  const draft = unsent.get(key) ?? { text: "", picked: [], reply: null };
  unsent.set(key, draft);
  const label = here.direct ? t("say.direct") : t("say.room");
  const area = h("textarea", {
    rows: 1, placeholder: label, "aria-label": t("message"), autocomplete: "off", enterkeyhint: "send",
    "aria-haspopup": "listbox", "aria-controls": "picker", "aria-autocomplete": "list",
  });
  area.value = draft.text;
  const picker = mentionPicker(area, here, draft);
  const replying = h("div.replying", { hidden: true });
  const send = h("button.send", { type: "submit" }, t("send"));
  const tray = h("div.tray", { hidden: true }, STICKERS.map((each) =>
    h("button.icon", { type: "button", onclick: () => say({ text: each, media: "sticker" }) }, each)));
  const faces = h("button.icon", { type: "button", "aria-label": t("sticker"), onclick: () => (tray.hidden = !tray.hidden) }, "☺");

  const grow = () => {
    draft.text = area.value;
    area.rows = Math.min(6, Math.max(1, area.value.split("\n").length));
    send.disabled = !area.value.trim();
  };
  const say = async (what) => {
    tray.hidden = true;
    const reply = draft.reply;
    const act = newId();
    setReply(null);
    try {
      await post("say", { as: store.me, chat: id, id: act, ...(reply ? { reply } : {}), ...what });
    } catch (refusal) {
      toast(refusal.message, "bad");
      failed(act); // if it stands in the chat already, it gets a way to try again there
      if (refusal.code === "not_accepted" || what.media || area.value) return;
      area.value = what.text;
      grow();
    }
  };
  const sendText = (event) => {
    event?.preventDefault();
    const text = area.value;
    if (!text.trim()) return;
    const mentions = draft.picked.filter((each) => text.includes(`@${person(each)?.name}`));
    area.value = "";
    draft.picked = [];
    grow();
    say({ text, mentions });
    area.focus();
  };
  const setReply = (message, name = "") => {
    draft.reply = message;
    replying.hidden = !message;
    replying.replaceChildren(t("replying", { name }),
      h("button.icon", { type: "button", "aria-label": t("cancel"), onclick: () => setReply(null) }, "×"));
  };
  area.addEventListener("beforeinput", (event) => {
    // after a picked name a space stands already; who types one by habit gets no second
    if (event.data === " " && area.selectionStart === picker.end()) event.preventDefault();
  });
  area.addEventListener("input", () => (grow(), picker.update()));
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an input method is still choosing characters
    if (picker.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) sendText(event);
  });
  area.addEventListener("blur", () => setTimeout(picker.close, 150));
  grow();

  const insert = (text) => {
    area.value = text;
    grow();
    area.focus();
    picker.update();
  };
  const hints = h("div.hints", {}, h("span", {}, t("hints")), HINTS[here.direct ? "direct" : "group"][lang()].map((each) =>
    h("button.chip", { type: "button", onclick: () => insert(each) }, each)));
  const element = h("form.composer", { onsubmit: sendText }, hints, replying, picker.element, tray,
    h("div.typing", {}, faces, area, send));
  return {
    element,
    reply(message, name) {
      setReply(message, name);
      area.focus();
    },
  };
}

/** Who can be meant here: in a group its members and the bot first, then everybody else. */
function candidates(here) {
  const members = here.direct ? [] : room(here.id).members;
  const others = store.people.map((each) => each.id).filter((each) => !members.includes(each));
  return [...(here.direct ? [] : [BOT]), ...members, ...others].map(person).filter((each) => each && each.id !== store.me);
}

function mentionPicker(area, here, draft) {
  const element = h("ul.picker", { role: "listbox", id: "picker", "aria-label": t("mention.list"), hidden: true });
  let shown = [];
  let at = 0;
  let ended = -1;

  const close = () => {
    element.hidden = true;
    shown = [];
    area.removeAttribute("aria-activedescendant");
  };
  const typed = () => /[@＠]([^@＠\s]{0,20})$/.exec(area.value.slice(0, area.selectionStart));
  const update = () => {
    const match = typed();
    if (!match) return close();
    const word = match[1].toLowerCase();
    shown = candidates(here).filter((each) => `${each.name}${each.department ?? ""}${each.id}`.toLowerCase().includes(word)).slice(0, 8);
    at = 0;
    return shown.length ? draw() : close();
  };
  const draw = () => {
    element.replaceChildren(...shown.map((each, index) =>
      h("li", { role: "option", id: `pick-${index}`, "aria-selected": index === at ? "true" : "false", onmousedown: (event) => (event.preventDefault(), pick(index)) },
        avatar(each, true), h("bdi", {}, each.name), h("small", {}, each.department ?? ""))));
    element.hidden = false;
    area.setAttribute("aria-activedescendant", `pick-${at}`);
    element.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const pick = (index) => {
    const chosen = shown[index];
    const end = area.selectionStart;
    const start = typed()?.index ?? end;
    const before = `${area.value.slice(0, start)}@${chosen.name} `;
    area.value = before + area.value.slice(end).replace(/^ /, "");
    area.setSelectionRange(before.length, before.length);
    draft.picked.push(chosen.id);
    ended = before.length;
    close();
    area.dispatchEvent(new Event("input"));
    close();
  };
  const key = (event) => {
    if (element.hidden) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      at = (at + moves[event.key] + shown.length) % shown.length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") pick(at);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  };
  return { element, update, key, close, end: () => (area.value[ended - 1] === " " ? ended : -1) };
}
