// The only way elements are made here. Text goes in as text, never as markup.

/** `h("button.primary", {type: "button", onclick}, "文字", otherElement)`: null and false children are left out. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (name === "class") element.classList.add(...value.split(" ").filter(Boolean));
    else if (name in PROPERTIES) element[PROPERTIES[name]] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...shown(children));
  return element;
}

/** Put these children in place of what an element held. */
export const fill = (element, ...children) => element.replaceChildren(...shown(children));

const shown = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

const PROPERTIES = { value: "value", checked: "checked", disabled: "disabled", hidden: "hidden" };

export const byId = (id) => document.getElementById(id);

/** Short news at the foot of the page, read out by screen readers. */
export function toast(text, kind = "") {
  const place = byId("toast");
  place.replaceChildren(h("p", { class: kind }, text));
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => place.replaceChildren(), 6000);
}

/** A round picture of somebody: the last two characters of a Chinese name, else the first letter. */
export function avatar(person, small = false) {
  const name = person?.name ?? "?";
  const chinese = /\p{Script=Han}/u.test(name);
  const letters = [...name];
  const shown = chinese ? letters.slice(-2).join("") : (letters[0] ?? "?").toUpperCase();
  const look = person?.bot ? "bot" : `c${person?.colour ?? 0}`;
  return h("span.avatar", { class: `${look}${small ? " small" : ""}`, "aria-hidden": "true" }, person?.bot ? "拍" : shown);
}
