import { expect, test } from "vitest";
import { FakeEnvironment } from "../../packages/client/src/testing/fake-environment.ts";
import { bob, joinedAs } from "../../packages/client/src/testing/samples.ts";
import { HeadlessPeer } from "./headless/headless-peer.ts";
import { findDisagreements, findRosterBreaches, type PeerEvent, type PeerView, settleAccounts } from "./headless/history.ts";
import { Ledger, streamOf } from "./headless/ledger.ts";

const stream = streamOf("ada", "e1", "bob", "e2");
const message = (id: number, of = stream) => ({ id, stream: of, sentAtMs: 0 });

function account(accepted: readonly number[], applied: readonly number[]) {
  const [ada, bob] = [new Ledger(), new Ledger()];
  for (const id of accepted) ada.accept(message(id));
  for (const id of applied) bob.apply(message(id), stream);
  return settleAccounts([ada.view(), bob.view()], () => true);
}

test("a clean history has no breach", () => {
  expect(account([1, 2, 3], [1, 2, 3])).toEqual({ accepted: 3, lost: 0, twice: 0, outOfOrder: 0, stale: 0 });
});

test("what was accepted and never applied is lost, unless an end of its stream is gone", () => {
  const ledger = new Ledger();
  ledger.accept(message(1));

  expect(account([1, 2, 3], [1]).lost).toBe(2);
  expect(settleAccounts([ledger.view()], () => false).lost).toBe(0);
});

test("what is applied again, or past one that is missing, is found at once", () => {
  expect(account([1, 2], [1, 2, 2])).toMatchObject({ twice: 1, lost: 0 });
  expect(account([1, 2, 3], [1, 3])).toMatchObject({ outOfOrder: 1 });
  expect(account([1, 2, 3], [1, 3, 2])).toMatchObject({ outOfOrder: 1, twice: 1 });
});

test("what names another epoch is stale", () => {
  const ledger = new Ledger();
  ledger.apply(message(1, streamOf("ada", "e0", "bob", "e2")), stream);

  expect(ledger.view().breaches.stale).toBe(1);
});

test("changes of membership are told once and in a possible order", () => {
  const told = (...types: readonly ("peer-joined" | "peer-left" | "peer-away" | "peer-back")[]): readonly string[] =>
    findRosterBreaches(types.map((type, atMs): PeerEvent => ({ atMs, peer: "ada", type, about: "bob" })));

  expect(told("peer-joined", "peer-away", "peer-back", "peer-away", "peer-left", "peer-joined")).toEqual([]);
  expect(told("peer-joined", "peer-joined")).toHaveLength(1);
  expect(told("peer-joined", "peer-left", "peer-left")).toHaveLength(1);
  expect(told("peer-joined", "peer-away", "peer-away")).toHaveLength(1);
  expect(told("peer-left")).toHaveLength(1);
});

test("members that do not have each other, or not the same revision, disagree", () => {
  const view = (peer: string, other: string, change: Partial<PeerView> = {}): PeerView => ({
    ...{ peer, callId: "c", peerId: peer, epoch: `e${peer}`, phase: "connected", revision: 4 },
    peers: [[other, `e${other}`, false]],
    ...change,
  });

  expect(findDisagreements([view("a", "b"), view("b", "a")])).toEqual([]);
  expect(findDisagreements([view("a", "b"), view("b", "a", { revision: 5 })])).toHaveLength(1);
  expect(findDisagreements([view("a", "b", { peers: [] }), view("b", "a")])).toHaveLength(1);
  expect(findDisagreements([view("a", "b", { peers: [["b", "eb", true]] }), view("b", "a")])).toHaveLength(1);
  expect(findDisagreements([view("a", "b"), view("b", "a", { phase: "reconnecting" })])).toHaveLength(2 - 1);
});

test("a page that is gone connects no more, though the answer to its join is still on its way", async () => {
  const environment = new FakeEnvironment();
  const joining = Promise.withResolvers<ReturnType<typeof joinedAs>>();
  const page = new HeadlessPeer({ peer: "bob", origin: "http://localhost", token: "token" }, { join: () => joining.promise }, environment);

  page.vanish();
  joining.resolve(joinedAs(bob));
  await environment.advance(60_000);

  expect(environment.sockets).toHaveLength(0);
});
