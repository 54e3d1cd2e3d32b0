import { createApiClient } from "@tgcall/client";
import { test as base } from "vitest";
import type { Figures } from "../chaos/support/figures.ts";
import { evictAll, untilSettled } from "./support/disruption.ts";
import { countReloads } from "./support/ingress.ts";
import { theInstallation } from "./support/installation.ts";
import { find, kubectl, uidOf, untilNothing } from "./support/kubectl.ts";
import { metricOf } from "./support/metrics.ts";
import { Release } from "./support/release.ts";
import { shown } from "./support/shown.ts";
import { Traffic } from "./support/traffic.ts";

const installation = theInstallation();
const { namespace, values, origin, domain } = installation;
const api = createApiClient(origin);
const release = new Release("tgcall", namespace);

/** 60 headless calls and two of browsers, through everything that this file does. */
const test = base.extend<{ traffic: Traffic }>({
  traffic: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      await untilSettled(namespace);
      await using traffic = await Traffic.start(installation);
      await use(traffic);
    },
    { scope: "file" },
  ],
});

const show = (title: string, run: (figures: Figures, traffic: Traffic) => Promise<void>): void =>
  test(title, ({ traffic }) => shown(title, (figures) => run(figures, traffic)));

show("a rolling update of api, signal and web under 60 headless calls and two of browsers", async (figures, traffic) => {
  const podAnnotations = { version: "next" };
  const next = (name: string): object => ({ ...Object(values[name]), podAnnotations });
  const before = new Set((await find("pods", namespace)).map(uidOf));

  await traffic.during(figures, async () => {
    await release.upgrade({ values: { ...values, api: next("api"), signal: next("signal"), web: next("web") } });
    await untilSettled(namespace);
  });

  const stayed = (await find("pods", namespace)).filter((pod) => before.has(uidOf(pod)));
  figures.count("pods that were replaced", before.size - stayed.length, { atLeast: 7, atMost: 7 });
});

show("the eviction of every pod of api, signal and web, as when nodes are drained", async (figures, traffic) => {
  await traffic.during(figures, async () => {
    const { evicted, refused } = await evictAll(namespace, ["api", "signal", "web"]);
    await untilSettled(namespace);
    figures.count("pods evicted", evicted, { atLeast: 7, atMost: 7 });
    figures.count("evictions that the budget put off", refused, { atLeast: 1 });
  });
});

show("kubectl delete pod --force of a signal pod", async (figures, traffic) => {
  const connections = await metricOf(namespace, "signal", "tgcall_signal_connections");
  const [[pod, held] = ["", 0]] = [...connections].toSorted(([, one], [, other]) => other - one);
  figures.count("connections of the pod", held, { atLeast: 20 });
  await traffic.during(figures, async () => {
    await kubectl(["delete", "pod", pod, "--namespace", namespace, "--force", "--grace-period=0"]);
    await untilSettled(namespace);
  });
});

show("kubectl delete pod --force of Redis, whose volume keeps what it knew", async (figures, traffic) => {
  const isAway = (failure: string): boolean => /: 503$|The store cannot be reached/.test(failure);
  const create = () => api.create({ initiator_telegram_id: "1" });
  const { code, callId } = await create();
  await traffic.during(
    figures,
    async () => {
      const startedAtMs = Date.now();
      await kubectl(["delete", "pod", "tgcall-redis-0", "--namespace", namespace, "--force", "--grace-period=0"]);
      await untilSettled(namespace);
      await untilNothing(() => create().then(() => "", String), 30_000);
      figures.ms("new calls after", Date.now() - startedAtMs, 60_000);
    },
    { isPromised: isAway },
  );
  figures.count("codes from before that work", (await api.resolve(code)).callId === callId ? 1 : 0, { atLeast: 1 });
});

show("a reload of ingress-nginx", async (figures, traffic) => {
  const before = await countReloads();
  await traffic.during(figures, async () => {
    await kubectl(["create", "ingress", "other", "--class=nginx", "--rule", `other.${domain}/=tgcall-web:8080`, "--namespace", namespace]);
    await untilNothing(async () => ((await countReloads()) > before ? "" : "no reload"), 30_000);
    await kubectl(["delete", "ingress", "other", "--namespace", namespace]);
    await untilNothing(async () => ((await countReloads()) > before + 1 ? "" : "one reload"), 30_000);
  });
  figures.count("reloads", (await countReloads()) - before, { atLeast: 2 });
});
