// A form: questions answered at once.

import { h } from "./dom.js";
import { t } from "./i18n.js";

/** `press` sends the values; the button below starts the same questions one by one. */
export function form(block, message, press) {
  const questions = block.questions.map((question) => drawQuestion(question, `${message.id}-${question.name}`));
  const submit = h("button.choice.primary", { type: "submit" }, block.label);
  const talk = h("button.choice.quiet", { type: "button", "data-button": block.talk.id }, block.talk.label);
  talk.addEventListener("click", () => press(talk, "press", { message: message.id, button: block.talk.id }));
  const send = (event) => {
    event.preventDefault();
    const missing = questions.find((each) => each.question.required && !each.value());
    questions.forEach((each) => each.complain(each === missing));
    if (missing) return;
    const values = Object.fromEntries(questions.map((each) => [each.question.name, each.value()]));
    press(submit, "submit", { message: message.id, form: block.id, values });
  };
  return h("form.form", { onsubmit: send, novalidate: true }, questions.map((each) => each.element), h("div.buttons", {}, submit, talk));
}

function drawQuestion(question, id) {
  const field = FIELDS[question.kind](question, id);
  const complaint = h("p.complaint", { hidden: true, id: `${id}-complaint` }, t("required"));
  const notes = [
    !question.required && h("span.note", {}, t("optional")),
    question.private && h("span.note.private", {}, t("private")),
  ];
  const heading = [question.text, " ", notes];
  const element = field.group
    ? h("fieldset.question", {}, h("legend", {}, heading), field.elements, complaint)
    : h("div.question", {}, h("label", { for: id }, heading), field.elements, complaint);
  return {
    question,
    element,
    value: field.value,
    complain(is) {
      complaint.hidden = !is;
      field.focus.setAttribute("aria-invalid", is ? "true" : "false");
      if (is) field.focus.setAttribute("aria-describedby", complaint.id);
      if (is) field.focus.focus();
    },
  };
}

const FIELDS = {
  text(question, id) {
    const area = h("textarea", { id, rows: 2, maxlength: question.limit });
    const chips = question.nothing.slice(0, 1).map((word) =>
      h("button.chip", { type: "button", "aria-label": t("fill", { word }), onclick: () => ((area.value = word), area.focus()) }, word));
    return { elements: [area, chips.length > 0 && h("div.chips", {}, chips)], focus: area, value: () => area.value.trim() };
  },
  number(_question, id) {
    const input = h("input", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
    return { elements: [input], focus: input, value: () => input.value.trim() };
  },
  choice(question, id) {
    return radios(id, question.choices);
  },
  scale(question, id) {
    const steps = Array.from({ length: question.top }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }));
    return radios(id, steps);
  },
};

function radios(id, choices) {
  const inputs = choices.map((choice) => h("input", { type: "radio", name: id, value: choice.value }));
  const labels = choices.map((choice, index) => h("label.option", {}, inputs[index], h("span", {}, choice.label)));
  return { group: true, elements: [h("div.options", {}, labels)], focus: inputs[0], value: () => inputs.find((each) => each.checked)?.value ?? "" };
}
