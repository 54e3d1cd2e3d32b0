import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { test } from "vitest";
import { untilSettled } from "./support/disruption.ts";
import { theInstallation } from "./support/installation.ts";
import { Release } from "./support/release.ts";
import { shown } from "./support/shown.ts";
import { summarise, type Usage, usageOf } from "./support/sizing.ts";
import { Traffic } from "./support/traffic.ts";

const installation = theInstallation();
const { namespace, turnNamespace, values, tags } = installation;
const title = "what the pods of a default installation use at rest and with 60 calls";
const components = ["api", "signal", "web", "redis", "coturn"];
const calls = 60;
/** metrics-server looks about every 15 s; the first look still sees how the pods started. */
const warmUpMs = 30_000;
const samples = 3;
const everyMs = 15_000;

type Row = Readonly<Record<string, Usage>>;

async function measure(): Promise<Row> {
  await delay(warmUpMs);
  const seen: Record<string, Usage[][]> = {};
  for (let sample = 0; sample < samples; sample += 1) {
    const found = [...(await usageOf(namespace)), ...(await usageOf(turnNamespace))];
    for (const [component, usages] of found) seen[component] = [...(seen[component] ?? []), [...usages]];
    await delay(everyMs);
  }
  return Object.fromEntries(components.map((component) => [component, summarise(seen[component] ?? [])]));
}

test(title, () =>
  shown(title, async (figures) => {
    await new Release("tgcall", namespace).upgrade({ values: { ...values, signal: { image: { tag: tags.signal, digest: "" } } } });
    await untilSettled(namespace);
    const rest = await measure();
    await using traffic = await Traffic.start(installation, { calls, browserCalls: 0 });
    await traffic.crowd.load(1);
    const busy = await measure();

    for (const component of components) {
      for (const [when, row] of [["at rest", rest] as const, [`${calls} calls`, busy] as const]) {
        const { cpu, memory } = row[component] ?? { cpu: 0, memory: 0 };
        figures.count(`${component} ${when}: thousandths of a core a pod`, cpu, { atLeast: 0 });
        figures.mib(`${component} ${when}: memory of the largest pod`, memory, 384);
        figures.count(`${component} ${when}: pods measured`, memory > 0 ? 1 : 0, { atLeast: 1 });
      }
    }
    await writeTable(tableOf(rest, busy));
  }),
);

const tableOf = (rest: Row, busy: Row): string =>
  [
    `| pod | at rest | with ${calls} calls |`,
    "|---|---|---|",
    ...components.map((component) => `| ${component} | ${words(rest[component])} | ${words(busy[component])} |`),
  ].join("\n");

const words = (usage: Usage | undefined): string => `${usage?.cpu}m CPU, ${usage?.memory} MiB`;

/** Puts the table into the page when asked to; it says of itself how it was made. */
async function writeTable(table: string): Promise<void> {
  const page = "docs/operations.md";
  const [begin, end] = ["<!-- sizing -->", "<!-- /sizing -->"];
  if (process.env["UPDATE_SIZING"] !== "1") return console.log(table);
  const text = await readFile(page, "utf8");
  const [before = "", rest = ""] = text.split(begin);
  const [, after = ""] = rest.split(end);
  await writeFile(page, `${before}${begin}\n${table}\n${end}${after}`);
}
