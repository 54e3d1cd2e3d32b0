import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiClient } from "@tgcall/client";
import type { CheckGrant, IceServer } from "@tgcall/protocol";
import { failureOf } from "../join/failure.ts";
import { problemWords } from "../join/problem-words.ts";
import { t } from "../texts/t.ts";
import { type BrowserAbilities, browserVerdict } from "./browser-verdict.ts";
import type { DeviceVerdicts } from "./check-devices.ts";
import type { CheckRow } from "./check-row.ts";
import { type GatherResult, iceTitle, iceVerdict } from "./ice-verdict.ts";
import { type EchoResult, socketVerdict } from "./socket-verdict.ts";
import { bad, good, type Verdict, warning } from "./verdict.ts";

/** What the checks reach out to. */
export interface CheckPorts {
  readonly api: Pick<ApiClient, "check">;
  readonly abilities: () => BrowserAbilities;
  readonly devices: () => Promise<DeviceVerdicts>;
  readonly echo: (wsUrl: string, sig: string) => Promise<EchoResult>;
  readonly gather: (server: RTCIceServer, relay: boolean) => Promise<GatherResult>;
}

const firstRows: readonly CheckRow[] = [
  { id: "browser", group: "browser", title: () => t("check.row.browser"), status: "waiting" },
  { id: "microphone", group: "devices", title: () => t("device.microphone"), status: "waiting" },
  { id: "camera", group: "devices", title: () => t("device.camera"), status: "waiting" },
  { id: "service", group: "service", title: () => t("check.row.service"), status: "waiting" },
  { id: "signaling", group: "service", title: () => t("check.row.signaling"), status: "waiting" },
  { id: "network", group: "network", title: () => t("check.row.network"), status: "waiting" },
];

/** One run of the diagnostics: its rows as they stand. */
export class CheckRun {
  readonly #ports: CheckPorts;
  readonly #rows = signal<readonly CheckRow[]>(firstRows);

  constructor(ports: CheckPorts) {
    this.#ports = ports;
  }

  get rows(): ReadonlySignal<readonly CheckRow[]> {
    return this.#rows;
  }

  /** Runs every check; each has its own limit, so this ends. */
  async run(): Promise<void> {
    this.#settle("browser", browserVerdict(this.#ports.abilities()));
    await Promise.all([this.#checkDevices(), this.#checkService()]);
  }

  async #checkDevices(): Promise<void> {
    this.#start("microphone", "camera");
    const { microphone, camera } = await this.#ports.devices();
    this.#settle("microphone", microphone);
    this.#settle("camera", camera);
  }

  async #checkService(): Promise<void> {
    this.#start("service");
    let grant: CheckGrant;
    try {
      grant = await this.#ports.api.check();
    } catch (error) {
      const failure = failureOf(error);
      const skipped = (): string => t("check.skipped");
      const unreachable = failure.code === "rate_limited" ? warning : bad;
      this.#settle(
        "service",
        unreachable(() => problemWords(failure)),
      );
      this.#settle("signaling", unreachable(skipped));
      this.#settle("network", unreachable(skipped));
      return;
    }
    this.#settle(
      "service",
      good(() => t("check.service.good")),
    );
    this.#start("signaling", "network");
    await Promise.all([
      this.#ports.echo(grant.wsUrl, grant.sig).then((result) => this.#settle("signaling", socketVerdict(result))),
      this.#checkServers(grant.iceServers),
    ]);
  }

  async #checkServers(servers: readonly IceServer[]): Promise<void> {
    const trials = servers.flatMap((server) =>
      server.urls.map((url) => ({ url, relay: /^turns?:/i.test(url), server: { ...server, urls: url } })),
    );
    if (trials.length === 0) {
      this.#settle(
        "network",
        warning(() => t("check.ice.none")),
      );
      return;
    }
    const rows = trials.map(
      ({ url, relay }): CheckRow => ({ id: url, group: "network", title: () => iceTitle(url), status: "running", server: url, relay }),
    );
    this.#rows.value = [...this.#rows.value.filter(({ id }) => id !== "network"), ...rows];
    await Promise.all(
      trials.map(async ({ url, relay, server }) => this.#settle(url, iceVerdict(url, await this.#ports.gather(server, relay)))),
    );
  }

  #start(...ids: readonly string[]): void {
    this.#rows.value = this.#rows.value.map((row) => (ids.includes(row.id) ? { ...row, status: "running" } : row));
  }

  #settle(id: string, verdict: Verdict): void {
    this.#rows.value = this.#rows.value.map((row) => (row.id === id ? { ...row, ...verdict } : row));
  }
}
