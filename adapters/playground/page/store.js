// What this window knows, and who is told when it changes.

import { get, live } from "./api.js";
import { t } from "./i18n.js";

export const BOT = "hepai";

export const store = {
  me: "",
  chat: BOT,
  people: [],
  rooms: [],
  chats: [],
  clock: null,
  seq: 0,
  connected: true,
  messages: new Map(), // chat -> Map of id -> message
};

const listeners = new Set();
let connection = null;

export const onChange = (listener) => listeners.add(listener);
export const changed = (what = {}) => listeners.forEach((listener) => listener(what));

export const person = (id) => (id === BOT ? { id, name: t("brand"), bot: true } : store.people.find((each) => each.id === id));
/** A name, with the department where two people share it. */
export function calledApart(each) {
  const shared = store.people.filter((other) => other.name === each.name).length > 1;
  return shared && each.department ? `${each.name} · ${each.department}` : each.name;
}
export const me = () => person(store.me);
export const room = (id) => store.rooms.find((each) => each.id === id);
export const chat = (id = store.chat) => store.chats.find((each) => each.id === id);
export const messages = (id = store.chat) => [...(store.messages.get(id)?.values() ?? [])].sort((a, b) => a.id - b.id);

/** Who is there, before anybody is chosen. */
export async function look() {
  take(await get("state"));
}

/** Be this person from now on. */
export async function become(id) {
  connection?.close();
  store.me = id;
  store.chat = BOT;
  store.messages = new Map();
  const state = await get("state", { as: id });
  take(state);
  await Promise.all(store.chats.map(async (each) => keep((await get(`chats/${each.id}`, { as: id })).messages)));
  connection = live(id, state.seq, { update, connected });
  changed({ who: true });
}

/** What the bot did not take: shown with a way to try again. */
export const undelivered = new Set();

export function failed(act) {
  undelivered.add(act);
  changed({ messages: [] });
}

export function open(id) {
  store.chat = id;
  changed({ chat: true });
}

function update(news) {
  if (news.seq < store.seq) {
    location.reload(); // the playground began anew: nothing known here is true any more
    return;
  }
  const known = new Set(store.chats.map((each) => each.id));
  take(news);
  keep(news.messages);
  changed({ messages: news.messages });
  for (const each of store.chats) if (!known.has(each.id)) catchUp(each.id);
}

async function catchUp(id) {
  const found = await get(`chats/${id}`, { as: store.me });
  keep(found.messages);
  changed({ messages: found.messages });
}

function connected(is) {
  store.connected = is;
  changed({ connection: true });
}

function take(state) {
  for (const name of ["people", "rooms", "chats", "clock", "seq"]) if (name in state) store[name] = state[name];
  if (state.clock) store.clockTaken = performance.now();
}

function keep(list) {
  for (const message of list) {
    if (!store.messages.has(message.chat)) store.messages.set(message.chat, new Map());
    store.messages.get(message.chat).set(message.id, message);
  }
}

export function setClock(clock) {
  take({ clock });
  changed({ clock: true });
}
