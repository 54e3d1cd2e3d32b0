import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { TicketClaims, Tokens } from "@tgcall/auth";
import { type CallId, closeReasons, type Epoch, type Instance, limits, type PeerId, Problem, type ProblemCode } from "@tgcall/protocol";
import { describeSpan, failSpan, openSpan, refuseSocket } from "@tgcall/runtime";
import type { JoinResult, PodId, UsedTokens } from "@tgcall/store";
import { type WebSocket, WebSocketServer } from "ws";
import { Connection, type ConnectionEvents } from "./connection.ts";
import type { ConversationPorts } from "./conversation.ts";
import { Credentials, type IceIssuer } from "./credentials.ts";
import { Echo } from "./echo.ts";
import type { Entry, Gate } from "./gate.ts";
import type { Room } from "./room.ts";
import { type Admitted, Session } from "./session.ts";
import { subprotocol } from "./upgrade-request.ts";

export interface UpgradePorts extends ConversationPorts {
  readonly pod: PodId;
  readonly gate: Gate;
  readonly tokens: Tokens;
  readonly ice: IceIssuer;
  readonly usedTokens: UsedTokens;
  readonly createEpoch: () => Epoch;
  /** Whether the peer is on its way to another pod. */
  readonly isMoving: (peerId: PeerId) => boolean;
  readonly onOpen: (opened: Session | Echo) => void;
  readonly onEnd: (ended: Session | Echo, code: number) => void;
  /** `peer` is known when its ticket was good. */
  readonly onFailure: (problem: Problem, peer?: { readonly callId: CallId; readonly peerId: PeerId }) => void;
}

type Connect = (events: ConnectionEvents) => Connection;

/** Turns upgrade requests into sessions, or refuses them with an HTTP status before the upgrade. */
export class Upgrade {
  readonly #ports: UpgradePorts;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : ([...offered].find((name) => !name.includes("sig")) ?? false)),
  });

  constructor(ports: UpgradePorts) {
    this.#ports = ports;
  }

  async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const startedAtMs = performance.now();
    const entering = this.#ports.gate.enter(request);
    let isAccepted = false;
    const ignore = (): void => {};
    socket.on("error", ignore);
    const accept = (use: (connect: Connect) => void): boolean => {
      socket.off("error", ignore);
      isAccepted = this.#accept(request, socket, head, use);
      return isAccepted;
    };
    const trace = await entering.then(traceOf, () => ({}));
    const span = openSpan("upgrade", { kind: "server", startedAtMs: Date.now() - (performance.now() - startedAtMs), ...trace });
    await span.run(() => this.#answer(entering, socket, accept));
    span.end();
    this.#ports.metrics.upgradeTook(isAccepted ? "accepted" : "refused", performance.now() - startedAtMs);
  }

  async #answer(entering: Promise<Entry>, socket: Duplex, accept: (use: (connect: Connect) => void) => boolean): Promise<void> {
    const { metrics, onFailure } = this.#ports;
    let claims: TicketClaims | undefined;
    try {
      const entry = await entering;
      claims = entry.claims;
      if (!entry.isVersionSupported) accept((connect) => this.#refuseVersion(connect));
      else if (entry.claims.purpose === "check") await this.#openEcho(entry.claims, accept);
      else await this.#openSession(entry, accept);
    } catch (error) {
      const problem = toProblem(error);
      failSpan(problem);
      metrics.upgraded(problem.code);
      onFailure(problem, claims && { callId: claims.callId, peerId: claims.peerId });
      refuseSocket(socket, problem, refusalHeaders[problem.code]);
    }
  }

  #accept(request: IncomingMessage, socket: Duplex, head: Buffer, use: (connect: Connect) => void): boolean {
    let webSocket: WebSocket | undefined;
    // Called back at once: an upgrade that passed the gate needs nothing more, unless its socket is gone.
    if (!socket.destroyed) this.#server.handleUpgrade(request, socket, head, (opened) => (webSocket = opened));
    if (webSocket === undefined) return false;
    const opened = webSocket;
    const { now, metrics } = this.#ports;
    use((events) => new Connection(opened, socket, now, { ...events, onRoundTrip: metrics.roundTripTook }));
    return true;
  }

  #refuseVersion(connect: Connect): void {
    this.#ports.metrics.upgraded("unsupported_version");
    connect({ onFrame: () => {}, onClosed: () => {} }).close(closeReasons.unsupportedVersion);
  }

  async #openEcho({ jti }: TicketClaims, accept: (use: (connect: Connect) => void) => boolean): Promise<void> {
    const { usedTokens, metrics, now, onOpen, onEnd } = this.#ports;
    if (!(await usedTokens.burn(jti, limits.ticketTtlMs / 1000))) throw new Problem("sig_used");
    metrics.upgraded("echo");
    accept((connect) => onOpen(new Echo(connect, now, onEnd)));
  }

  async #openSession({ claims, instance }: Entry, accept: (use: (connect: Connect) => void) => boolean): Promise<void> {
    const { rooms, supervise, rosters, now, metrics, onOpen, onEnd } = this.#ports;
    describeSpan({ "tgcall.call.id": claims.callId, "tgcall.peer.id": claims.peerId });
    if (this.#ports.isMoving(claims.peerId)) throw new Problem("draining", undefined, { retryAfterSeconds: 1 });
    const room = rooms.open(claims.callId);
    let isOpen = false;
    try {
      const credentials = await Credentials.open(this.#ports, claims, now());
      const admitted = toAdmitted(claims, await this.#joinRemembered(room, claims, instance));
      describeSpan({ "tgcall.resumed": admitted.resumed });
      room.apply(admitted.roster);
      const end = (session: Session, code: number): void => {
        rooms.close(room);
        onEnd(session, code);
      };
      isOpen = accept((connect) => onOpen(new Session({ admitted, room, credentials, ports: this.#ports, connect, onEnd: end })));
      if (isOpen) metrics.admitted(admitted.kind);
      else supervise("departure", rosters.drop(admitted.stay));
    } finally {
      if (!isOpen) rooms.close(room);
    }
  }

  /** A call that this pod remembers and the store does not was lost by the store, which is told before the peer is refused. */
  async #joinRemembered(room: Room, claims: TicketClaims, instance: Instance | undefined): Promise<JoinResult> {
    const result = await this.#join(claims, instance);
    if (result.outcome !== "call_not_found" || room.roster === undefined) return result;
    await this.#ports.rooms.restore(room);
    return this.#join(claims, instance);
  }

  #join({ callId, peerId, role, name, jti }: TicketClaims, instance: Instance | undefined): Promise<JoinResult> {
    const { rosters, pod, createEpoch } = this.#ports;
    return rosters.join({ callId, peerId, role, name, instance, pod, proposedEpoch: createEpoch(), ticketId: jti });
  }
}

const refusalHeaders: Partial<Record<ProblemCode, Readonly<Record<string, string>>>> = {
  upgrade_required: { Upgrade: "websocket", "Sec-WebSocket-Version": "13" },
  method_not_allowed: { Allow: "GET" },
};

/** What a failure looks like from outside; anything unexpected is `internal_error` without its cause. */
const toProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem("internal_error", undefined, { cause: error });

/** A peer's way into the call belongs to the trace of its call; whoever comes back begins one that links to it. */
const traceOf = ({ claims: { traceparent, tracelink } }: Entry) => ({ parent: traceparent, link: tracelink });

function toAdmitted({ callId, peerId, role, traceparent, tracelink }: TicketClaims, result: JoinResult): Admitted {
  if (result.outcome !== "admitted") throw new Problem(result.outcome);
  const { roster, generation, epoch, resumed, wasMember } = result;
  const kind = resumed ? "resumed" : wasMember ? "new_epoch" : "joined";
  return { stay: { callId, peerId, generation }, role, epoch, resumed, kind, roster, traceparent: traceparent ?? tracelink };
}
