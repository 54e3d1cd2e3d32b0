import type { Page } from "playwright-core";
import { expect } from "vitest";

declare global {
  interface Window {
    /** Every connection that the page has made; put there before the page's own scripts run. */
    tgcallTestConnections: RTCPeerConnection[];
  }
}

interface Received {
  readonly frames: number;
  readonly samples: number;
}

/** Lets `received` see the page's connections. */
export async function watchConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.tgcallTestConnections = [];
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(...args: ConstructorParameters<typeof Original>) {
        super(...args);
        window.tgcallTestConnections.push(this);
      }
    };
  });
}

/** Decoded frames and received audio samples of all open connections (W3C webrtc-stats). */
const received = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    let frames = 0;
    let samples = 0;
    for (const connection of window.tgcallTestConnections.filter(({ connectionState }) => connectionState !== "closed")) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        frames += report.framesDecoded ?? 0;
        samples += report.totalSamplesReceived ?? 0;
      }
    }
    return { frames, samples };
  });

/** Picture and sound go on arriving: both counters grow by a second's worth. */
export async function expectMediaFlows(page: Page): Promise<void> {
  const before = await received(page);
  const grown = async (): Promise<boolean> => {
    const now = await received(page);
    return now.frames >= before.frames + 10 && now.samples >= before.samples + 24_000;
  };
  await expect.poll(grown, { timeout: 20_000, interval: 200 }).toBe(true);
}

/** Names the page's open connections as they are: one that is made anew, restarts ICE or is not connected has another name. */
export const connectionsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    window.tgcallTestConnections
      .filter(({ connectionState }) => connectionState !== "closed")
      .map(({ connectionState, localDescription }) => `${connectionState} ${/a=ice-ufrag:(\S+)/.exec(localDescription?.sdp ?? "")?.[1]}`),
  );

/** How the page's own end of each path in use got its address: its kind, and by which protocol from the relay. */
export const pathsOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const found: string[] = [];
    for (const connection of window.tgcallTestConnections) {
      const reports = [...(await connection.getStats()).values()];
      const pair = reports.find(({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded");
      const local = reports.find(({ id }) => id === pair?.localCandidateId);
      if (local !== undefined) found.push(`${local.candidateType} ${local.relayProtocol}`);
    }
    return found;
  });
