import { freePorts } from "@tgcall/store/testing/free-ports";
import { answersOk } from "../../chaos/support/service-process.ts";
import { System } from "../../chaos/support/system.ts";
import { startProgram } from "../../infra/support/running-program.ts";
import { startTurnServer, turnSecret } from "../../infra/support/turn-server.ts";
import { showCoturnMetrics } from "./coturn-metrics.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";

/** An installation, and the Prometheus that watches it. */
export interface ObservedSystem extends AsyncDisposable {
  readonly system: System;
  readonly prometheus: Prometheus;
}

/** Each process at an address of its own, as pods have. */
const targetsOf = (services: System["services"]): readonly string[] =>
  services.map(({ opsPort }, index) => `127.0.0.${index + 1}:${opsPort}`);

/** The peers of half of the calls meet on one signal process, those of the others on two. */
const route = (callId: string, ordinal: number): number => (callId.charCodeAt(0) % 2 === 0 ? 0 : ordinal);

/** Two api and two signal processes, Redis with its exporter, coturn, and a Prometheus that asks them all. */
export async function startObservedSystem(): Promise<ObservedSystem> {
  await using owned = new AsyncDisposableStack();
  const turn = owned.use(await startTurnServer());
  const env = {
    TURN_DOMAIN: turn.relays[0],
    TURN_SECRET: turnSecret,
    TURN_UDP_PORT: String(turn.place.port),
    TURN_TLS_PORT: String(turn.tlsPort),
    DRAIN_SECONDS: "5",
  };
  const system = owned.use(await System.start({ env, route }));
  const exporter = owned.use(await startRedisExporter(system.redis?.url ?? ""));
  const relay = owned.use(await showCoturnMetrics());
  const targets = { api: targetsOf(system.apis), signal: targetsOf(system.signals), redis: [exporter.target], coturn: [relay.target] };
  const prometheus = owned.use(await startPrometheus(targets));
  const parts = owned.move();
  return { system, prometheus, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function startRedisExporter(url: string): Promise<AsyncDisposable & { readonly target: string }> {
  const [port = 0] = await freePorts(1);
  const target = `127.0.0.1:${port}`;
  const words = [`--redis.addr=${url}`, `--web.listen-address=${target}`];
  const program = await startProgram(["prometheus-redis-exporter", ...words], {}, () => answersOk(`http://${target}/metrics`));
  return { target, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
