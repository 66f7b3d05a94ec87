// A card as the bot sent it, drawn block by block.

import { post } from "./api.js";
import { h, toast } from "./dom.js";
import { form } from "./forms.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

/** All cards of one of the bot's messages, with what is small below them. */
export function cards(message) {
  const drawn = message.cards.map((card) => drawCard(card, message));
  const foot = [
    message.revisions > 0 && h("span.updated", {}, t("updated")),
    message.reason && h("details.why", {}, h("summary", {}, t("why")), h("p", {}, message.reason)),
  ].filter(Boolean);
  if (foot.length) drawn.at(-1)?.append(h("footer.foot", {}, foot));
  return drawn;
}

function drawCard(card, message) {
  const blocks = card.blocks.map((block) => BLOCKS[block.kind]?.(block, message) ?? null);
  return h("article.card", { class: card.tone }, card.title && h("h3", {}, card.title), blocks);
}

const BLOCKS = {
  paragraph: (block) => h("p", {}, line(block.line)),
  fields: (block) =>
    h("dl.fields", {}, block.rows.map((row) => [h("dt", {}, row.label), h("dd", {}, line(row.line))])),
  quote: (block) => h("blockquote", {}, block.author && h("cite", {}, block.author), h("p", {}, line(block.line))),
  divider: () => h("hr"),
  buttons: (block, message) => h("div.buttons", {}, block.buttons.map((button) => drawButton(button, message))),
  select: drawSelect,
  form: (block, message) => form(block, message, press),
};

/** Pieces of a line. A person's words stand in an element of their own, so that they cannot turn the rest around. */
export function line(pieces) {
  return pieces.map((piece) => {
    switch (piece.kind) {
      case "bold":
        return h("strong", {}, piece.text);
      case "said":
        return h("bdi.said", {}, piece.text);
      case "mention":
        return h("bdi.mention", { class: piece.user && piece.user === store.me ? "me" : "" }, piece.text);
      case "link":
        return h("a", { href: piece.url, target: "_blank", rel: "noopener noreferrer" }, piece.text);
      default:
        return piece.text;
    }
  });
}

function drawButton(button, message) {
  const look = button.style === "plain" ? "" : button.style;
  const label = [button.digit && h("kbd", { "aria-hidden": "true" }, button.digit), h("span", {}, button.label)];
  const element = h("button.choice", { type: "button", class: look, "data-button": button.id }, label);
  element.addEventListener("click", () =>
    button.takes ? askFor(button, element, message) : press(element, "press", { message: message.id, button: button.id }),
  );
  return element;
}

/** A button that takes words opens a small field; left empty, the bot asks for the rest. */
function askFor(button, element, message) {
  const row = element.closest(".buttons");
  row.nextElementSibling?.classList.contains("takes") && row.nextElementSibling.remove();
  const input = h("input", { type: "text", placeholder: button.takes, "aria-label": `${button.label} ${button.takes}`, maxlength: 2000 });
  const send = (event) => {
    event.preventDefault();
    press(element, "press", { message: message.id, button: button.id, text: input.value });
  };
  const cancel = () => {
    asked.remove();
    element.focus();
  };
  const asked = h("form.takes", { onsubmit: send, onkeydown: (event) => event.key === "Escape" && cancel() },
    h("span.takes-label", {}, button.label), input,
    h("button.choice.primary", { type: "submit" }, t("send")),
    h("button.choice", { type: "button", onclick: cancel }, t("cancel")));
  row.after(asked);
  input.focus();
}

function drawSelect(block, message) {
  const options = block.options.map((option) =>
    h("option", { value: option.id }, option.digit ? `${option.digit} ${option.label}` : option.label));
  const select = h("select", { "aria-label": block.label }, h("option", { value: "" }, t("choose")), options);
  select.addEventListener("change", () => select.value && press(select, "press", { message: message.id, button: select.value }));
  return h("label.select", {}, h("span", {}, block.label), select);
}

/** Do it, with everything on the card held until the bot has come to rest. */
export async function press(element, path, what) {
  const card = element.closest(".bubble");
  const held = [...card.querySelectorAll("button, select, input, textarea")].filter((each) => !each.disabled);
  held.forEach((each) => (each.disabled = true));
  element.classList.add("waiting");
  card.setAttribute("aria-busy", "true");
  try {
    await post(path, { as: store.me, ...what, settle: true });
    if (path === "press") card.querySelector(".takes")?.remove();
  } catch (refusal) {
    toast(refusal.message, "bad");
  } finally {
    held.forEach((each) => (each.disabled = false));
    element.classList.remove("waiting");
    card.removeAttribute("aria-busy");
  }
}
