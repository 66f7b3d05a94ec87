// Starts the page: who, in which language, with which of the three columns in view on a narrow screen.

import { post } from "./api.js";
import { lookAgain, startChat } from "./chat.js";
import { byId, toast } from "./dom.js";
import { startGuide } from "./guide.js";
import { setLanguage, t } from "./i18n.js";
import { startPanel } from "./panel.js";
import { be, choose, remembered, startSide } from "./people.js";
import { changed, look, onChange, store } from "./store.js";

const PLACES = ["side", "talk", "panel"];

/** On a narrow screen one column is seen at a time; the others are out of reach for keys and readers too. */
function show(place) {
  document.body.dataset.view = place;
  arrange();
  lookAgain();
}

function arrange() {
  const view = document.body.dataset.view;
  const narrow = matchMedia("(max-width: 759px)").matches;
  const medium = matchMedia("(max-width: 1099px)").matches;
  for (const place of PLACES) {
    const covered = narrow ? place !== view : medium && (place === "panel") !== (view === "panel");
    byId(place).inert = covered;
  }
}

async function start() {
  const query = new URLSearchParams(location.search);
  setLanguage(query.get("lang") ?? (remembered("hepai.language") || "zh"));
  show("talk");
  await enter();
  startSide(show);
  startChat(show);
  startGuide();
  startPanel(show);
  onChange((what) => what.connection && !store.connected && toast(t("offline"), "bad"));
  await look();
  changed();
  const wanted = query.get("as") || remembered("hepai.as");
  if (store.people.some((each) => each.id === wanted)) await be(wanted, !query.get("as"));
  else choose();
}

/** Where others may come, the address holds the start token behind the #: it is exchanged for a cookie. */
async function enter() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  history.replaceState({}, "", location.pathname + location.search);
  await post("enter", { token });
}

addEventListener("popstate", () => {
  const wanted = new URLSearchParams(location.search).get("as");
  if (wanted && wanted !== store.me) be(wanted, false);
});
addEventListener("resize", arrange);
document.addEventListener("keydown", (event) => event.key === "Escape" && document.body.dataset.view === "panel" && show("talk"));
document.addEventListener("became", () => show("talk"));

start().catch((refusal) => toast(refusal.message, "bad"));
