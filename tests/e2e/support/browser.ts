import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { watchConnections } from "./media.ts";

const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const fakeDevices = "--use-fake-device-for-media-stream";
const yesToPrompts = "--use-fake-ui-for-media-stream";

/** Chromium's own path; a distribution's package puts it here. */
const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

export interface BrowserPeer extends AsyncDisposable {
  readonly page: Page;
  /** The browser process. */
  readonly pid: number;
  /** What the page's console called an error or a warning, and what it threw. */
  readonly complaints: string[];
}

export interface BrowserOptions extends BrowserContextOptions {
  readonly args?: readonly string[];
  /** Which fake devices there are; the prompt for them is answered with yes unless `permissions` say otherwise. */
  readonly fakeMedia?: boolean;
  /** Its home folder, whose NSS database says whom it trusts. */
  readonly home?: string;
  /** A command that starts the browser where it stands, such as `ip netns exec elsewhere`. */
  readonly inside?: readonly string[];
}

/** A browser process of its own with one page. */
export async function openBrowser({
  args = [],
  fakeMedia = true,
  home,
  inside = [],
  ...contextOptions
}: BrowserOptions = {}): Promise<BrowserPeer> {
  const answersPrompt = fakeMedia && contextOptions.permissions === undefined;
  using starter = starterOf(inside);
  const server = await chromium.launchServer({
    executablePath: starter.path,
    headless: true,
    ...(home === undefined ? {} : { env: { ...process.env, HOME: home } }),
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...quiet, ...(fakeMedia ? [fakeDevices] : []), ...(answersPrompt ? [yesToPrompts] : []), ...args],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const context = await browser.newContext({ locale: "en-US", ...contextOptions });
  const page = await context.newPage();
  await watchConnections(page);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, pid: server.process().pid ?? 0, complaints, [Symbol.asyncDispose]: () => server.kill() };
}

/** A program that starts the browser by this command; nothing needs it once the browser runs. */
function starterOf(inside: readonly string[]): { readonly path: string } & Disposable {
  if (inside.length === 0) return { path: executablePath, [Symbol.dispose]: () => {} };
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-browser-"));
  const path = join(folder.path, "start");
  writeFileSync(path, `#!/bin/sh\nexec ${inside.join(" ")} ${executablePath} "$@"\n`, { mode: 0o755 });
  return { path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
