// A call, as two peers make it: created, joined twice, met over two signal pods where there are two; then a relay of the TURN server.
import { lookup } from "node:dns/promises";
import { setTimeout as delay } from "node:timers/promises";
import { tryRelay } from "./turn.mjs";

const { API_URL, SIGNAL_PODS, SIGNAL_PORT, SIGNAL_PATH, CREATE_AUTH, API_KEYS = "" } = process.env;
const limitMs = 10_000;

/** @param {string} path @param {unknown} body @param {Record<string, string>} headers */
async function post(path, body, headers = {}) {
  const response = await fetch(`${API_URL}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(limitMs),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${answer.code}`);
  return answer;
}

/** A peer's connection to one pod, with the messages that it has heard. */
async function connect(address, { callId, peerId, sig }) {
  const host = address.includes(":") ? `[${address}]` : address;
  const socket = new WebSocket(`ws://${host}:${SIGNAL_PORT}${SIGNAL_PATH}?${new URLSearchParams({ callId, peerId, sig })}`);
  const heard = [];
  socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(data)));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error(`signal refuses a peer at ${address}`)));
  });
  const hears = async (type) => {
    const until = Date.now() + limitMs;
    for (;;) {
      const found = heard.find((message) => message.type === type);
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`no "${type}" within ${limitMs / 1000} s`);
      await delay(50);
    }
  };
  return { peerId, hears, send: (message) => socket.send(JSON.stringify(message)), close: () => socket.close() };
}

async function createCall() {
  const [key] = API_KEYS.split(",");
  return post("/api/call/create", { initiator_telegram_id: "helm-test" }, key === "" ? {} : { Authorization: `Bearer ${key}` });
}

async function meet() {
  const { code, joinToken } = await createCall();
  const { joinToken: otherToken } = await post("/api/call/resolve", { code });
  const [first, second] = [await post("/api/join", { token: joinToken }), await post("/api/join", { token: otherToken })];
  const pods = (await lookup(SIGNAL_PODS, { all: true })).map(({ address }) => address);
  const [near = "", far = near] = pods;

  const a = await connect(near, first);
  await a.hears("welcome");
  const b = await connect(far, second);
  await b.hears("welcome");
  await a.hears("peer-joined");
  a.send({ type: "signal", to: b.peerId, data: { hello: "from helm test" } });
  const { from } = await b.hears("signal");
  if (from !== a.peerId) throw new Error("a message came from somebody else");
  console.log(`ok   a call between ${pods.length > 1 ? "two signal pods" : "peers of the only signal pod"}`);
  a.send({ type: "leave" });
  b.send({ type: "leave" });
  a.close();
  b.close();
  return first.iceServers;
}

if (CREATE_AUTH === "telegram") {
  console.log("skip the call: only Telegram's users may create one");
  const { iceServers } = await post("/api/check", {});
  await tryRelay(iceServers);
} else {
  await tryRelay(await meet());
}
