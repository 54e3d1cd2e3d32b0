import type { BrowserFamily, CallId, EndReason, JoinedCall, MediaPath, Outcome, SetupResult, Traceparent } from "@tgcall/protocol";
import type { ApiClient } from "../api-client.ts";
import type { CallPhase, EndCause, RemotePeer } from "../call-view.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import type { Clock } from "../environment.ts";
import type { MediaWitness } from "../media/peer-connection.ts";
import { pathQuality, selectedPath } from "../media/selected-path.ts";
import { endReasonOf } from "./end-reason.ts";
import { Recoveries } from "./recoveries.ts";
import { SetupClock } from "./setup-clock.ts";

/** Who is told how the call went. */
export interface ReportOptions {
  readonly browser: BrowserFamily;
  /** When the code of the link was exchanged, if it had one; milliseconds of the environment's clock. */
  readonly resolved?: { readonly startedAtMs: number; readonly endedAtMs: number } | undefined;
  /** Called twice at most: when setting up is over, and at the end. Nobody waits for it. */
  readonly send: (callId: CallId, outcome: Outcome) => void;
}

interface JournalOptions {
  readonly environment: Clock;
  readonly report: ReportOptions | undefined;
  readonly joined: () => JoinedCall | undefined;
  readonly counts: () => Readonly<DeliveryCounts>;
  /** Of the peer whose media is connected. */
  readonly stats: () => Promise<RTCStatsReport | undefined>;
}

const sampleEveryMs = 5_000;
/** A peer that sends nothing is connected all the same. */
const mediaWaitMs = 5_000;
/** Who was not welcomed for so long, or was with a peer for so long without media, counts as a failure. */
const patienceMs = 10_000;

/** What there is to tell of a call when it is over: times, counts and the path, nothing of who or what was said. */
export class CallJournal implements MediaWitness {
  readonly #options: JournalOptions;
  readonly #setup: SetupClock;
  /** One listener, so that a track that is seen again has it once. */
  readonly #hearMedia = (): void => void this.#arrive();
  #isConnected = false;
  #connections = 0;
  #lostAtMs: number | undefined;
  #longestGapMs = 0;
  readonly #recoveries = new Recoveries();
  #talkingSinceMs: number | undefined;
  #path: MediaPath | undefined;
  #quality: ReturnType<typeof pathQuality> = {};
  #traceparent: Traceparent | undefined;
  #isSetupTold = false;
  #isOver = false;
  #cancelWait: () => void = () => undefined;
  #cancelSample: () => void = () => undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#setup = new SetupClock(options.environment.now);
    if (options.report?.resolved !== undefined) this.#setup.add("resolve", options.report.resolved);
  }

  /** The API, its first join timed. */
  timed(api: Pick<ApiClient, "join">): Pick<ApiClient, "join"> {
    return {
      join: async (...asked) => {
        this.#setup.begin("join");
        const joined = await api.join(...asked);
        this.#traceparent ??= joined.traceparent;
        this.#setup.finish("join");
        this.#awaitWelcome();
        return joined;
      },
    };
  }

  follow(phase: CallPhase, cause: EndCause | undefined): void {
    const nowMs = this.#options.environment.now();
    if (phase === "connected") {
      this.#setup.finish("ws");
      if (this.#connections === 0) this.#cancelWait();
      this.#connections += 1;
      if (this.#lostAtMs !== undefined) this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - this.#lostAtMs);
      this.#lostAtMs = undefined;
    } else if (phase === "reconnecting") this.#lostAtMs ??= nowMs;
    else if (phase === "ended" && cause !== undefined) this.end(endReasonOf(cause));
  }

  /** The peers of the call as they stand. */
  see(peers: readonly RemotePeer[]): void {
    if (peers.some(({ media }) => media !== "waiting")) this.#setup.begin("description");
    if (!this.#isConnected || this.#isSetupTold) return;
    const tracks = peers.flatMap((peer) => Object.values(peer.tracks));
    if (tracks.some(({ muted }) => muted !== true)) void this.#arrive();
    else for (const track of tracks) track.addEventListener("unmute", this.#hearMedia);
  }

  onState(state: RTCPeerConnectionState): void {
    if (state === "connecting" || state === "connected") {
      this.#setup.finish("description");
      this.#setup.begin("ice");
    }
    if (state !== "connected" || this.#isConnected) return;
    this.#isConnected = true;
    this.#setup.finish("ice");
    this.#setup.begin("media");
    this.#cancelWait = this.#options.environment.after(mediaWaitMs, () => void this.#settle());
    this.#sampleLater();
  }

  onRestart(): void {
    this.#recoveries.iceRestarts += 1;
  }

  onRecovery(...told: Parameters<Recoveries["note"]>): void {
    this.#recoveries.note(...told);
  }

  /** The call is over for this page; only the first reason counts. */
  end(reason: EndReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelWait();
    this.#cancelSample();
    const { environment, counts } = this.#options;
    this.#tell({
      ...this.#setupReport(this.#resultAt(reason)),
      end: {
        reason,
        talkedMs: this.#talkingSinceMs === undefined ? 0 : Math.round(environment.now() - this.#talkingSinceMs),
        ...this.#recoveries.report(),
        reconnects: Math.max(0, this.#connections - 1),
        longestGapMs: Math.round(this.#longestGapMs),
        ...counts(),
        ...this.#quality,
      },
    });
  }

  /** Tells a failure while it lasts: who waits for a welcome may wait for long. */
  #awaitWelcome(): void {
    if (this.#setup.hasBegun("ws")) return;
    this.#setup.begin("ws");
    this.#cancelWait = this.#options.environment.after(patienceMs, () => this.#tell(this.#setupReport("failed")));
  }

  /** The first media is here. */
  async #arrive(): Promise<void> {
    this.#setup.finish("media");
    await this.#settle();
  }

  async #settle(): Promise<void> {
    if (this.#talkingSinceMs !== undefined) return;
    this.#talkingSinceMs = this.#options.environment.now();
    this.#cancelWait();
    await this.#sample();
    if (!this.#isSetupTold && !this.#isOver) this.#tell(this.#setupReport("connected"));
  }

  #setupReport(result: SetupResult): Pick<Outcome, "setup"> {
    if (this.#isSetupTold) return {};
    this.#isSetupTold = true;
    return { setup: { result, ...this.#setup.report() } };
  }

  #resultAt(reason: EndReason): SetupResult {
    if (this.#isConnected) return "connected";
    if (reason === "refused" || reason === "fault") return "refused";
    if (this.#connections === 0) return "abandoned";
    if (!this.#setup.hasBegun("description")) return "alone";
    return this.#setup.sinceMs("description") >= patienceMs ? "failed" : "abandoned";
  }

  #sampleLater(): void {
    this.#cancelSample = this.#options.environment.after(sampleEveryMs, () => void this.#sampleAgain());
  }

  async #sampleAgain(): Promise<void> {
    await this.#sample();
    if (!this.#isOver) this.#sampleLater();
  }

  async #sample(): Promise<void> {
    const report = await this.#options.stats().catch(() => undefined);
    if (report === undefined) return;
    this.#path = selectedPath(report) ?? this.#path;
    this.#quality = { ...this.#quality, ...pathQuality(report) };
  }

  #tell(told: Pick<Outcome, "setup" | "end">): void {
    const { report, joined } = this.#options;
    const call = joined();
    if (report === undefined || call?.reports !== true) return;
    const { browser, send } = report;
    const traceparent = this.#traceparent;
    const path = this.#path === undefined ? {} : { path: this.#path };
    send(call.callId, { browser, ...(traceparent === undefined ? {} : { traceparent }), ...path, ...told });
  }
}
