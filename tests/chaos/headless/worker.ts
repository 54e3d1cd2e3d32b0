/** A process of headless peers; a test gives it orders over its IPC channel. */
import { HeadlessPeer, type PeerSettings } from "./headless-peer.ts";
import type { Order, Orders } from "./orders.ts";

const peers = new Map<string, HeadlessPeer>();
const gone: HeadlessPeer[] = [];
let rate = { perSecond: 0, bytes: 0 };

const loads = new Map<string, number>();

const find = (name: string): HeadlessPeer => {
  const peer = peers.get(name);
  if (peer === undefined) throw new Error(`there is no peer ${name} here`);
  return peer;
};

const enter = (settings: PeerSettings): void => {
  const reloads = loads.get(settings.peer) ?? 0;
  loads.set(settings.peer, reloads + 1);
  const peer = new HeadlessPeer({ ...settings, reloads });
  peers.set(settings.peer, peer);
  peer.load(rate.perSecond, rate.bytes);
};

const part = (peer: HeadlessPeer): void => {
  peers.delete(peer.settings.peer);
  gone.push(peer);
};

const all = (): readonly HeadlessPeer[] => [...gone, ...peers.values()];

const orders: Orders = {
  join: (settings) => {
    for (const each of settings) enter(each);
  },
  reload: (names) => {
    for (const peer of names.map(find)) {
      peer.vanish();
      part(peer);
      enter(peer.settings);
    }
  },
  leave: (names) => {
    for (const peer of names.map(find)) {
      peer.leave();
      part(peer);
    }
  },
  vanish: (names) => {
    for (const peer of names.map(find)) {
      peer.vanish();
      part(peer);
    }
  },
  cut: (names) => {
    for (const peer of names.map(find)) peer.cut();
  },
  load: (perSecond, bytes) => {
    rate = { perSecond, bytes };
    for (const peer of peers.values()) peer.load(perSecond, bytes);
  },
  say: (names) => {
    for (const peer of names.map(find)) peer.say();
  },
  views: () => [...peers.values()].map(({ view }) => view),
  ledgers: () => all().map(({ ledger }) => ledger.view()),
  events: () =>
    all()
      .flatMap(({ events }) => events)
      .toSorted((a, b) => a.atMs - b.atMs),
  latencies: () => {
    const taken = [...peers.values()].flatMap((peer) => peer.latencies.splice(0));
    return taken.toSorted((a, b) => a - b);
  },
};

process.on("message", ({ id, name, words }: Order) => {
  try {
    const order = orders[name] as (...words: readonly unknown[]) => unknown;
    process.send?.({ id, answer: order(...words) });
  } catch (error) {
    process.send?.({ id, failure: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
