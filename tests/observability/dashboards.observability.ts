import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiClient } from "@tgcall/client";
import { alertGroups, selectorsOf } from "@tgcall/monitoring";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { DeafPeer } from "../chaos/support/raw-peer.ts";
import type { ServiceProcess } from "../chaos/support/service-process.ts";
import { startObservedSystem } from "./support/observed-system.ts";
import type { Prometheus, Rule } from "./support/prometheus.ts";
import { questions } from "./support/questions.ts";
import { badDay, goodDay, report } from "./support/reports.ts";
import { playSmoke } from "./support/smoke.ts";

const owned = new AsyncDisposableStack();
let prometheus: Prometheus;
let origin: string;

/** A panel's query over the whole test, and not the last seconds alone. */
const longer = (query: string): string => query.replaceAll("[20s]", "[5m]");

/** Somebody does not move, so that Prometheus looks once more before the process ends: others move within a second. */
async function drain(signal: ServiceProcess): Promise<void> {
  const { joinToken } = await createApiClient(origin).create({ initiator_telegram_id: "1" });
  using _ = await DeafPeer.open(origin, joinToken, signal.port);
  await signal.end("SIGTERM");
  await signal.restart();
}

/** Each process is asked on its own, so one may have shown its part before another has. */
const untilReported = (what: "setups" | "ends", count: number): Promise<void> =>
  vi.waitFor(async () => expect((await prometheus.ask(`sum(tgcall_client_${what}_total)`))[0]?.value).toBe(count), {
    timeout: 10_000,
    interval: 200,
  });

/** k6 plays calls, pages report theirs, one signal process is killed and one drained; both come back. */
beforeAll(async () => {
  const observed = owned.use(await startObservedSystem());
  const folder = owned.use(mkdtempDisposableSync(join(tmpdir(), "smoke-")));
  ({ prometheus } = observed);
  ({ origin } = observed.system);
  const stopped = owned.adopt(new AbortController(), (controller) => controller.abort());
  const played = playSmoke(origin, folder.path, stopped.signal);

  const [, victim] = observed.system.signals;
  await vi.waitFor(async () => expect((await prometheus.ask("sum(tgcall_signal_connections)"))[0]?.value).toBeGreaterThan(10), {
    timeout: 60_000,
    interval: 500,
  });
  await victim?.end("SIGKILL");
  await vi.waitFor(async () => expect((await prometheus.ask('up{job="signal"} == 0')).length).toBe(1), { timeout: 20_000, interval: 200 });
  await victim?.restart();
  await drain(observed.system.signal(0));
  await played;
  for (const each of [...goodDay, ...goodDay]) await report(origin, each);
  await untilReported("setups", 2 * goodDay.length);
  await untilReported("ends", 2 * goodDay.filter(({ result }) => result === "connected").length);
}, 240_000);

afterAll(() => owned.disposeAsync());

test("every process is asked under the labels that queries use", async () => {
  const up = await prometheus.ask("up == 1");

  expect(up.map(({ metric }) => metric["job"]).toSorted()).toEqual(["api", "api", "coturn", "redis", "signal", "signal"]);
  expect(new Set(up.map(({ metric }) => metric["namespace"]))).toEqual(new Set(["tgcall"]));
  const services = up.filter(({ metric }) => ["api", "signal"].includes(String(metric["job"])));
  expect(new Set(services.map(({ metric }) => `${metric["job"]} ${metric["pod"]}`)).size).toBe(4);
});

describe("a panel shows figures:", () => {
  test.each(questions)("$where", async ({ query }) => {
    const samples = await prometheus.ask(query);

    expect(
      samples.filter(({ value }) => Number.isFinite(value)),
      query,
    ).not.toEqual([]);
  });
});

test("a drain is shown: the pod, how many of its peers it asks to move, and how many move", async () => {
  const of = (panel: string): string => longer(questions.find(({ where }) => where.startsWith(`signaling: ${panel},`))?.query ?? "");
  const steps = await prometheus.ask(of("Peers of draining pods"));
  const stepOf = (step: string): number => steps.find(({ metric }) => metric["step"] === step)?.value ?? Number.NaN;

  expect(stepOf("moved")).toBeGreaterThan(0);
  expect(stepOf("asked")).toBeGreaterThan(stepOf("moved"));
  expect((await prometheus.ask(`max_over_time((${of("Draining pods")})[5m:1s])`))[0]?.value).toBe(1);
});

describe("alerts:", () => {
  const alerts = alertGroups.flatMap((group) => group.alerts);
  const ruleOf = async (name: string, labels: Readonly<Record<string, string>>): Promise<Rule> => {
    const found = (await prometheus.rules()).filter((rule) => rule.name === name);
    const [rule, ...others] = found.filter((each) => Object.entries(labels).every(([key, value]) => each.labels[key] === value));
    if (rule === undefined || others.length > 0) throw new Error(`no single rule ${name} with ${JSON.stringify(labels)}`);
    return rule;
  };

  test.each(alerts)(
    "$name, $severity $labels.window, is evaluated without a fault and stays silent",
    async ({ name, severity, labels }) => {
      const rule = await ruleOf(name, { severity, ...labels });

      expect(rule.health, rule.lastError).toBe("ok");
      expect(rule.state).not.toBe("firing");
    },
  );

  test.each(alerts)("$name, $severity $labels.window, asks for series that there are", async ({ expr }) => {
    for (const { metric, matchers } of selectorsOf(expr)) {
      const matcher = matchers.map(({ label, operator, value }) => `${label}${operator}${JSON.stringify(value)}`).join(",");
      expect(await prometheus.ask(`${metric}{${matcher}}`), metric).not.toEqual([]);
    }
  });

  test("the alert for set-ups that fail begins within seconds of pages that report them", async () => {
    for (let times = 0; times < 5; times += 1) for (const each of badDay) await report(origin, each);

    await vi.waitFor(async () => expect((await ruleOf("TGCallSetupsFailing", { window: "1h" })).state).not.toBe("inactive"), {
      timeout: 20_000,
      interval: 500,
    });
    expect((await ruleOf("TGCallRequestsFailing", { window: "1h" })).state).toBe("inactive");
  });
});
