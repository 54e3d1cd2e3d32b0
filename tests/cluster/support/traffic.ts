import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "../../chaos/headless/crowd.ts";
import { PeerProcess } from "../../chaos/headless/peer-process.ts";
import { countOf, gapsAfter } from "../../chaos/support/account.ts";
import { type Figures, percentile } from "../../chaos/support/figures.ts";
import { Joins } from "../../chaos/support/joins.ts";
import { PictureWatch } from "../../chaos/support/picture-watch.ts";
import { connectionsOf, expectMediaFlows } from "../../e2e/support/media.ts";
import type { Person } from "../../e2e/support/people.ts";
import { patientFetch } from "../../infra/support/patient-fetch.ts";
import { type Installation, nodeEnvironment } from "./installation.ts";
import { talkIn } from "./visitors.ts";
import { Visits } from "./visits.ts";

interface TrafficOptions {
  readonly calls?: number;
  readonly browserCalls?: number;
}

interface Promises {
  /** Whether a failed request is what the protocol promises for this fault. */
  readonly isPromised?: (failure: string) => boolean;
  /** The longest time without signaling of one in a hundred peers. */
  readonly gapMs?: number;
}

const messagesPerSecond = 2;
const joinsPerSecond = 4;
const visitsPerSecond = 8;
const settleMs = 30_000;
/** Cameras, too, get little of a machine that starts pods: seconds in a row without a picture that come of that. */
const starvedSeconds = 2;

/** People in calls, in browsers and without, who talk the whole time. */
export class Traffic implements AsyncDisposable {
  readonly crowd: Crowd;
  readonly #origin: string;
  readonly #people: readonly Person[];
  readonly #owned: AsyncDisposableStack;

  private constructor(crowd: Crowd, people: readonly Person[], origin: string, owned: AsyncDisposableStack) {
    this.crowd = crowd;
    this.#people = people;
    this.#origin = origin;
    this.#owned = owned;
  }

  static async start(installation: Installation, { calls = 60, browserCalls = 2 }: TrafficOptions = {}): Promise<Traffic> {
    await using owned = new AsyncDisposableStack();
    const people: Person[] = [];
    for (let call = 0; call < browserCalls; call += 1) {
      const { ada, bob } = owned.use(await talkIn(installation));
      people.push(ada, bob);
    }
    await Promise.all(people.map(({ page }) => expectMediaFlows(page)));
    const env = nodeEnvironment(installation);
    const processes = [new PeerProcess({ env }), new PeerProcess({ env })];
    const crowd = owned.use(new Crowd({ origin: installation.origin, processes }));
    await crowd.fill(calls);
    await crowd.load(messagesPerSecond);
    return new Traffic(crowd, people, installation.origin, owned.move());
  }

  /** Lets `happen` happen while people also come, meet and go; writes down what any of them would have noticed. */
  async during(figures: Figures, happen: () => Promise<unknown>, promises: Promises = {}): Promise<void> {
    const startedAtMs = Date.now();
    const before = await this.crowd.delivered();
    const connections = await this.#connections();
    const watches = this.#people.map(({ page }) => new PictureWatch(page));
    const joins = new Joins(this.#origin, joinsPerSecond, patientFetch);
    const visits = new Visits(this.#origin, visitsPerSecond, patientFetch);
    try {
      await delay(2_000);
      await happen();
      await delay(3_000);
    } finally {
      await Promise.all([joins.stop(), visits.stop()]);
    }
    this.#writeRequests(figures, [joins, visits], joins.meetings, promises);
    await Promise.all(watches.map((watch, index) => watch.stop(figures, `browser ${index + 1}`, starvedSeconds)));
    const kept = new Set(await this.#connections());
    figures.count("connections between browsers that broke or restarted", connections.filter((each) => !kept.has(each)).length);
    await this.#writeCalls(figures, startedAtMs, promises);
    await this.#writeMessages(figures, before);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }

  async #connections(): Promise<readonly string[]> {
    return (await Promise.all(this.#people.map(({ page }) => connectionsOf(page)))).flat();
  }

  #writeRequests(figures: Figures, sources: readonly (Joins | Visits)[], meetings: number, { isPromised = () => false }: Promises): void {
    const failures = sources.flatMap((source) => source.failures);
    const unpromised = failures.filter((failure) => !isPromised(failure));
    const requests = sources.reduce((sum, source) => sum + source.requests, 0);
    figures.count("requests", requests, { atLeast: 50 });
    figures.count("new calls in which two met", meetings, { atLeast: 5 });
    figures.count("requests refused as promised", failures.length - unpromised.length, { atLeast: 0 });
    figures.count("failed requests", unpromised.length);
    for (const failure of unpromised.slice(0, 5)) console.log(failure);
  }

  async #writeCalls(figures: Figures, sinceMs: number, { gapMs = 999 }: Promises): Promise<void> {
    const events = await this.crowd.events();
    const gaps = gapsAfter(events, sinceMs);
    const peers = (await this.crowd.views()).length;
    const all = [...gaps, ...Array.from({ length: Math.max(0, peers - gaps.length) }, () => 0)];
    figures.count("headless peers", peers, { atLeast: 2 * this.crowd.calls.length });
    figures.count("peers that changed their connection", countOf(events, "welcome", sinceMs), { atLeast: 0 });
    figures.ms("time without signaling, p99", percentile(all, 0.99), gapMs);
    figures.ms("time without signaling, longest", Math.max(0, ...gaps));
    figures.count("headless peers that dropped out", countOf(events, "peer-left", sinceMs));
    const left = await Promise.all(this.#people.map(({ page }) => page.getByText(/ left$/).count()));
    figures.count(
      "browser peers that dropped out",
      left.reduce((sum, each) => sum + each, 0),
    );
  }

  async #writeMessages(figures: Figures, before: { readonly accepted: number }): Promise<void> {
    await this.crowd.load(0);
    figures.ms("rosters agree after", await this.crowd.settle(settleMs));
    figures.ms("all delivered after", await this.crowd.deliver(settleMs));
    const { accepted, lost, twice, outOfOrder, stale } = await this.crowd.delivered();
    await this.crowd.load(messagesPerSecond);
    figures.count("messages", accepted - before.accepted, { atLeast: 1 });
    figures.count("lost messages", lost);
    figures.count("messages twice, out of order or of an old epoch", twice + outOfOrder + stale);
  }
}
