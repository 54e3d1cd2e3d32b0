import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { type BrowserPeer, openBrowser } from "./browser.ts";
import { processTree } from "./process-tree.ts";

// The second is the page that tells of the first, and may come while the next try is under way.
const droppedByChromium = /ERR_NETWORK_CHANGED|interrupted by another navigation to "chrome-error:/;

/** One participant: a browser process and what a person does in it. */
export class Person implements AsyncDisposable {
  readonly page: Page;
  readonly complaints: string[];
  readonly #browser: BrowserPeer;

  private constructor(browser: BrowserPeer) {
    this.#browser = browser;
    this.page = browser.page;
    this.complaints = browser.complaints;
  }

  static async open(...options: Parameters<typeof openBrowser>): Promise<Person> {
    return new Person(await openBrowser(...options));
  }

  /** The browser process itself, for faults. */
  get pid(): number {
    return this.#browser.pid;
  }

  /** Stops every process of the browser, so that its sockets stay open and nobody answers. */
  freeze(): { thaw(): void } {
    const pids = processTree(this.pid);
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    return {
      thaw() {
        for (const pid of pids.toReversed()) process.kill(pid, "SIGCONT");
      },
    };
  }

  /** Tells the page that nobody looks at it, as a tab in the background is told. */
  async hide(): Promise<void> {
    await this.page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
  }

  /** Starts a call on the start page and stays in its lobby; answers the invite link. */
  async startCall(origin: string): Promise<string> {
    await this.#open(origin);
    await this.button("Start a call").click();
    return await this.page.getByRole("textbox", { name: "Invite link" }).inputValue();
  }

  /** Opens a page, again where the machine's networks changed meanwhile, as those of containers do: Chromium drops what it loads then. */
  async #open(link: string): Promise<void> {
    for (let triesLeft = 4; ; triesLeft -= 1) {
      try {
        await this.page.goto(link);
        return;
      } catch (error) {
        if (triesLeft === 0 || !droppedByChromium.test(String(error))) throw error;
      }
    }
  }

  /** Opens a link that leads into the lobby. */
  async follow(link: string): Promise<void> {
    await this.#open(link);
    await this.button("Join the call").waitFor();
  }

  /** From the lobby into the call. */
  async enter(name: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Your name" }).fill(name);
    await this.button("Join the call").click();
    await this.button("Hang up").waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  toggle(name: string): Locator {
    return this.page.getByRole("switch", { name });
  }

  /** The picture of another participant. */
  tile(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { name });
  }

  async sees(locator: Locator, timeout = 20_000): Promise<void> {
    await locator.first().waitFor({ timeout });
  }

  expectNoComplaints(): void {
    expect(this.complaints).toEqual([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser[Symbol.asyncDispose]();
  }
}

/** Two people in one call: the first has started it, the second has followed the invite link. */
export async function talk(
  originOfFirst: string,
  originOfSecond = originOfFirst,
  ...options: Parameters<typeof openBrowser>
): Promise<{ ada: Person; bob: Person } & AsyncDisposable> {
  const people = new AsyncDisposableStack();
  const ada = people.use(await Person.open(...options));
  const bob = people.use(await Person.open(...options));
  const invite = new URL(await ada.startCall(originOfFirst));
  await bob.follow(`${originOfSecond}${invite.pathname}${invite.hash}`);
  await ada.enter("Ada");
  await bob.enter("Bob");
  await Promise.all([ada.sees(ada.tile("Bob")), bob.sees(bob.tile("Ada"))]);
  return { ada, bob, [Symbol.asyncDispose]: () => people.disposeAsync() };
}
