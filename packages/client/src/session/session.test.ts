import { describe, expect, test } from "vitest";
import { FakeEnvironment, type FakeSocket } from "../testing/fake-environment.ts";
import { alice, bob, epoch, joinedAs, peerOf, welcomeOf } from "../testing/samples.ts";
import { openSession } from "./session.ts";
import type { Session, SessionEvent, SessionOptions } from "./session-view.ts";

interface Stage {
  readonly environment: FakeEnvironment;
  readonly session: Session;
  readonly told: string[];
}

const brief = (event: SessionEvent): string => {
  if (event.type === "phase") return event.phase;
  return event.type === "message" ? `heard ${event.data}` : `${event.type} ${event.peer.peerId.slice(0, 1)}`;
};

const open = async (change: Partial<SessionOptions> = {}): Promise<Stage> => {
  const environment = new FakeEnvironment();
  environment.isPageVisible = false;
  const api = { join: async () => joinedAs(alice) };
  const session = openSession({ api, token: "token", name: "Ann", environment, ...change });
  const told: string[] = [];
  session.subscribe((event) => told.push(brief(event)));
  await environment.advance(0);
  return { environment, session, told };
};
const openWithBob = async (): Promise<Stage> => {
  const stage = await open();
  stage.environment.socket.say(welcomeOf(alice, { peers: [peerOf(bob)] }));
  stage.told.length = 0;
  return stage;
};
const signalsOf = (socket: FakeSocket): unknown[] =>
  socket.sent.filter(({ type }) => type === "signal").map(({ seq, data }) => [seq, data]);
const fromBob = (fields: object): object => ({ type: "signal", from: bob, to: alice, epoch: "b1", toEpoch: "a1", ack: 0, ...fields });

describe("a session", () => {
  test("tells its phases, itself and its peers", async () => {
    const { environment, session, told } = await open();
    environment.socket.say(welcomeOf(alice, { peers: [peerOf(bob)], role: "initiator" }));
    environment.socket.end(1006);
    await environment.advance(0);
    environment.socket.say(welcomeOf(alice, { resumed: true, peers: [peerOf(bob)] }));
    environment.socket.end(4503);

    expect(told).toEqual(["connected", "peer-joined b", "reconnecting", "connected", "ended"]);
    expect(session.self).toEqual({ peerId: alice, role: "participant", epoch: "a1" });
    expect(session.joined?.maxPeers).toBe(2);
  });

  test("[DLV-5] everything unacknowledged goes again on the next connection, at once", async () => {
    const { environment, session } = await openWithBob();
    for (const data of ["x", "y"]) session.send(bob, data);
    environment.socket.say(fromBob({ ack: 1, data: null }));
    environment.socket.end(1006);
    session.send(bob, "z");
    await environment.advance(0);
    environment.socket.say(welcomeOf(alice, { resumed: true, peers: [peerOf(bob)] }));

    expect(signalsOf(environment.socket)).toEqual([
      [2, "y"],
      [3, "z"],
    ]);
  });

  test("[DLV-5] everything unacknowledged goes again when its receiver is back, at once", async () => {
    const { environment, session, told } = await openWithBob();
    session.send(bob, "x");
    environment.socket.say({ type: "peer-away", peerId: bob, revision: 2 });
    session.send(bob, "y");
    environment.socket.say({ type: "peer-back", peer: peerOf(bob), revision: 3 });

    expect(told).toEqual(["peer-away b", "peer-back b"]);
    expect(signalsOf(environment.socket)).toEqual([
      [1, "x"],
      [1, "x"],
      [2, "y"],
    ]);
  });

  test("[DLV-5] nothing goes to a peer that was away before and after an own new connection", async () => {
    const { environment, session } = await openWithBob();
    environment.socket.say({ type: "peer-away", peerId: bob, revision: 2 });
    session.send(bob, "x");
    environment.socket.end(1006);
    await environment.advance(0);
    environment.socket.say(welcomeOf(alice, { resumed: true, peers: [peerOf(bob, { away: true })], revision: 3 }));
    const whileAway = signalsOf(environment.socket);
    environment.socket.say({ type: "peer-back", peer: peerOf(bob), revision: 4 });

    expect([whileAway, signalsOf(environment.socket)]).toEqual([[], [[1, "x"]]]);
  });

  test("[DLV-5] an error frame that names the receiver as undeliverable makes its messages go again", async () => {
    const { environment, session } = await openWithBob();
    session.send(bob, "x");
    environment.socket.say({ type: "error", code: "undeliverable", detail: "", peerId: bob });
    await environment.advance(250);

    expect(signalsOf(environment.socket)).toHaveLength(2);
  });

  test("[DLV-6] a peer that comes back with another epoch is renewed before it is back, and hears nothing old", async () => {
    const { environment, session, told } = await openWithBob();
    session.send(bob, "old");
    environment.socket.say({ type: "peer-away", peerId: bob, revision: 2 });
    environment.socket.say({ type: "peer-back", peer: peerOf(bob, { epoch: epoch("b2") }), revision: 3 });
    session.send(bob, "new");

    expect(told).toEqual(["peer-away b", "peer-renewed b", "peer-back b"]);
    expect(environment.socket.sent.at(-1)).toMatchObject({ toEpoch: "b2", seq: 1, data: "new" });
  });

  test("[DLV-6] an own new epoch renews every peer", async () => {
    const { environment, told } = await openWithBob();
    environment.socket.end(1006);
    await environment.advance(0);
    environment.socket.say(welcomeOf(alice, { epoch: epoch("a2"), peers: [peerOf(bob)] }));

    expect(told).toEqual(["reconnecting", "connected", "peer-renewed b"]);
  });

  test("[DLV-4] a message of an epoch that the roster does not know yet is heard once it does", async () => {
    const { environment, told } = await openWithBob();
    const early = fromBob({ epoch: "b2", seq: 1, data: "x" });
    environment.socket.say(early);
    environment.socket.say({ type: "peer-back", peer: peerOf(bob, { epoch: epoch("b2") }), revision: 2 });
    environment.socket.say(early);

    expect(told).toEqual(["peer-renewed b", "peer-back b", "heard x"]);
  });

  test("[DLV-11] a peer that was lost and is restored under the same epochs goes on where it stood", async () => {
    const { environment, session, told } = await openWithBob();
    environment.socket.say(fromBob({ seq: 1, data: "x" }));
    session.send(bob, "kept");
    environment.socket.say({ type: "peer-left", peerId: bob, reason: "lost", revision: 2 });
    environment.socket.say({ type: "peer-joined", peer: peerOf(bob), revision: 3 });
    environment.socket.say(fromBob({ seq: 2, data: "y" }));

    expect(told).toEqual(["heard x", "peer-left b", "peer-joined b", "heard y"]);
    expect(signalsOf(environment.socket)).toEqual([
      [1, "kept"],
      [1, "kept"],
    ]);
  });

  test("[CLI-11] a gap asks for the roster with the revision that is known", async () => {
    const { environment, told } = await openWithBob();
    environment.socket.say({ type: "peer-left", peerId: bob, reason: "left", revision: 9 });
    expect(environment.socket.sent.at(-1)).toMatchObject({ type: "ping", revision: 1 });

    environment.socket.say({ type: "roster", peers: [], revision: 9, storeEpoch: "s1" });

    expect(told).toEqual(["peer-left b"]);
  });

  test("a message to nobody, to oneself or after the end is not accepted", async () => {
    const { environment, session } = await openWithBob();
    const refused = expect.objectContaining({ code: "peer_not_found" });
    expect(() => session.send(alice, "x")).toThrow(refused);
    environment.socket.say({ type: "peer-left", peerId: bob, reason: "left", revision: 2 });
    expect(() => session.send(bob, "x")).toThrow(refused);

    session.close();

    expect(() => session.send(bob, "x")).toThrow(refused);
  });

  test("[CLI-13] a change of the own state is told at once, and again after a refusal", async () => {
    const { environment, session } = await openWithBob();
    session.update({ state: { hand: true } });
    environment.socket.say({ type: "error", code: "store_unavailable", detail: "" });
    environment.isPageVisible = true;
    await environment.advance(5_000);
    environment.socket.say({ type: "pong", id: 1, revision: 1 });

    expect(environment.socket.typesSent()).toEqual(["update", "ping", "update"]);
    expect(() => session.update({ name: "x".repeat(65) })).toThrow(expect.objectContaining({ code: "bad_request" }));
  });

  test("[CLI-7] close leaves, ends with the cause self, once, and leaves nothing running", async () => {
    const { environment, session, told } = await openWithBob();
    session.close();
    session.close();

    expect(told).toEqual(["ended"]);
    expect(environment.socket.typesSent()).toEqual(["leave"]);
    expect([environment.pendingTimers, environment.wakers]).toEqual([0, 0]);
  });

  test("a listener that closes the session during an event hears only its end", async () => {
    const { environment, session, told } = await open();
    session.subscribe(({ type }) => type === "peer-joined" && session.close());
    environment.socket.say(welcomeOf(alice, { peers: [peerOf(bob), peerOf("cccccccccccccccc" as typeof bob)] }));

    expect(told).toEqual(["connected", "peer-joined b", "ended"]);
  });
});
