import { setTimeout as delay } from "node:timers/promises";
import { createApiClient } from "@tgcall/client";
import type { Page } from "playwright-core";
import { expectMediaFlows } from "../e2e/support/media.ts";
import { Person } from "../e2e/support/people.ts";
import { servePages } from "./support/pages.ts";
import { PictureWatch } from "./support/picture-watch.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";
import { startTurnServer } from "./support/turn-server.ts";

const callMs = 150_000;

scenario(
  "TURN credentials of 60 s, call of 150 s, forced ICE restart",
  async (figures) => {
    await using turn = await startTurnServer();
    const env = { TURN_DOMAIN: "127.0.0.1", TURN_UDP_PORT: String(turn.port), TURN_SECRET: turn.secret, TURN_TTL_SECONDS: "60" };
    await using system = await System.start({ env, apis: 1, pages: await servePages() });
    const { joinUrl, inviteUrl } = await createApiClient(system.origin).create({ initiator_telegram_id: "1", relay_only: true });
    await using ada = await Person.open();
    await using bob = await Person.open();
    await Promise.all([ada.follow(joinUrl), bob.follow(inviteUrl)]);
    await ada.enter("Ada");
    await bob.enter("Bob");
    await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
    const startedAtMs = Date.now();
    const first = await pathOf(ada.page);
    const watches = [new PictureWatch(ada.page), new PictureWatch(bob.page)];

    await delay(callMs);
    const before = await pathOf(ada.page);
    const restartedAtMs = Date.now();
    // A new network makes the page restart ICE.
    await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
    let now = await pathOf(ada.page);
    while ((now.relayPort === before.relayPort || now.frames <= before.frames) && Date.now() - restartedAtMs < 20_000) {
      await delay(50);
      now = await pathOf(ada.page);
    }
    const backMs = now.relayPort === before.relayPort ? Number.POSITIVE_INFINITY : Date.now() - restartedAtMs;
    await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);

    figures.ms("media on the new path after", backMs, 5_000);
    figures.count("paths that are not relayed", [first, before, now].filter(({ kind }) => kind !== "relay").length);
    figures.count("credentials older than the call's first", now.expiresAtMs > first.expiresAtMs ? 0 : 1);
    figures.count("seconds that its credentials still had", Math.round((now.expiresAtMs - restartedAtMs) / 1000), {
      atLeast: 1,
      atMost: 60,
    });
    figures.count("seconds of call", Math.round((Date.now() - startedAtMs) / 1000), { atLeast: 150 });
    await Promise.all([watches[0]?.stop(figures, "Ada"), watches[1]?.stop(figures, "Bob")]);
  },
  { seats: 1 },
);

interface Path {
  readonly kind: string;
  /** The TURN server's port for this path: another one is another allocation, made with the credentials of then. */
  readonly relayPort: number;
  readonly frames: number;
  /** When the page's newest TURN credentials expire. */
  readonly expiresAtMs: number;
}

/** The path that the page's media takes now. */
const pathOf = (page: Page): Promise<Path> =>
  page.evaluate(async () => {
    const connection = window.tgcallTestConnections.findLast(({ connectionState }) => connectionState !== "closed");
    const reports = new Map((await connection?.getStats()) ?? []);
    const all = [...reports.values()];
    const transport = all.find(({ type }) => type === "transport");
    const local = reports.get(reports.get(transport?.selectedCandidatePairId)?.localCandidateId);
    const server = connection?.getConfiguration().iceServers?.find(({ username = "" }) => username !== "");
    return {
      kind: String(local?.candidateType),
      relayPort: Number(local?.port),
      frames: all.reduce((sum, report) => sum + (report.type === "inbound-rtp" ? (report.framesDecoded ?? 0) : 0), 0),
      expiresAtMs: 1000 * Number(server?.username?.split(":")[0]),
    };
  });
