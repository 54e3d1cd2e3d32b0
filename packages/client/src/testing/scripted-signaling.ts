import { type JoinedCall, Problem, type ProblemCode, type Traceparent } from "@tgcall/protocol";
import { Signaling } from "../signaling/signaling.ts";
import { FakeEnvironment, type FakeSocket } from "./fake-environment.ts";
import { alice, joinedAs, welcomeOf } from "./samples.ts";

type JoinAnswer = ProblemCode | Error | undefined;

/** Signaling of one peer whose service and api are played by the test; `told` is what the owner heard. */
export class ScriptedSignaling {
  readonly environment = new FakeEnvironment();
  readonly told: string[] = [];
  /** What `/api/join` answers: refusals in turn, then success. */
  readonly refusals: JoinAnswer[];
  readonly signaling: Signaling;
  joins = 0;
  name = "Alice";
  readonly names: (string | undefined)[] = [];
  /** Which span each join was said to belong under. */
  readonly traces: (Traceparent | undefined)[] = [];
  /** What the api answers of it. */
  traceparent: Traceparent | undefined;

  constructor(...refusals: JoinAnswer[]) {
    this.refusals = refusals;
    this.signaling = new Signaling({
      api: { join: (_token, name, { traceparent } = {}) => this.#join(name, traceparent) },
      token: "join-token",
      instance: "instance-1",
      environment: this.environment,
      traceparent: undefined,
      owner: {
        name: () => this.name,
        revision: () => 7,
        onJoined: () => this.told.push("joined"),
        onIceServers: (servers) => this.told.push(`ice ${servers.length}`),
        onConnected: ({ sig }) => this.told.push(`connected ${sig}`),
        onDisconnected: () => this.told.push("disconnected"),
        onMessage: (message) => this.told.push(message.type),
        onEnded: (cause) => this.told.push(`ended ${JSON.stringify(cause)}`),
      },
    });
  }

  get socket(): FakeSocket {
    return this.environment.socket;
  }

  get sockets(): readonly FakeSocket[] {
    return this.environment.sockets;
  }

  /** Joined and welcomed; answers the connection. */
  static async connected(): Promise<ScriptedSignaling> {
    const script = new ScriptedSignaling();
    await script.environment.advance(0);
    script.welcome("ticket-1");
    script.told.length = 0;
    return script;
  }

  welcome(sig: string): FakeSocket {
    this.socket.say(welcomeOf(alice, { sig }));
    return this.socket;
  }

  /** Cuts the newest connection, welcomed or not, so many times, each time without waiting for the next attempt. */
  async lose(times = 1): Promise<void> {
    for (let turn = 0; turn < times; turn += 1) {
      this.socket.end(1006);
      this.signaling.retryNow();
      await this.environment.advance(0);
    }
  }

  /** The ticket that the newest connection came with. */
  ticket(): string | undefined {
    return this.socket.protocols.find((protocol) => protocol.startsWith("tgcall.sig."))?.slice("tgcall.sig.".length);
  }

  async #join(name: string | undefined, traceparent: Traceparent | undefined): Promise<JoinedCall> {
    this.joins += 1;
    this.names.push(name);
    this.traces.push(traceparent);
    const refusal = this.refusals.shift();
    if (refusal instanceof Error) throw refusal;
    if (refusal !== undefined) throw new Problem(refusal, undefined, refusal === "rate_limited" ? { retryAfterSeconds: 30 } : {});
    return joinedAs(alice, { sig: `join-${this.joins}`, ...(this.traceparent && { traceparent: this.traceparent }) });
  }
}
