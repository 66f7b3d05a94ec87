// The JSON API and the live connection, as README.md describes them.

import { t } from "./i18n.js";

export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const HEADERS = { "Content-Type": "application/json", "X-Hepai": "1" };

export const get = (path, query = {}) => ask(`/api/${path}?${new URLSearchParams(query)}`, { headers: HEADERS });
export const post = (path, body) => ask(`/api/${path}`, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });

/** Names an act, so that doing it again after a broken connection does it once. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Refusal("offline", t("error.offline"));
  }
  const value = await response.json().catch(() => ({}));
  if (response.ok) return value;
  const { code = "failed", message = "" } = value.error ?? {};
  throw new Refusal(code, t(`error.${code}`, {}, message || t("error.failed")));
}

/** Updates for one person from `after` on, until `close()`; comes back by itself when the connection breaks. */
export function live(person, after, { update, connected }) {
  let socket = null;
  let closed = false;
  let waited = 0;
  let seen = after;
  const open = () => {
    if (closed) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/api/live?${new URLSearchParams({ as: person, after: seen })}`);
    socket.onopen = () => connected(true);
    socket.onmessage = (event) => {
      if (closed) return;
      waited = 0;
      const news = JSON.parse(event.data);
      seen = news.seq;
      update(news);
    };
    socket.onclose = () => {
      if (closed) return;
      connected(false);
      waited = Math.min(8000, 500 + waited * 2);
      setTimeout(open, waited);
    };
  };
  open();
  return { close: () => { closed = true; socket?.close(); } };
}
