import { Person, talk } from "../../e2e/support/people.ts";
import type { Installation } from "./installation.ts";

/** Chromium that finds the installation and trusts its authority; the fake camera is slow, for many share one machine. */
const browserOptions = ({ addresses, browserHome }: Installation, args: readonly string[] = []) => ({
  home: browserHome,
  args: [
    `--host-resolver-rules=${Object.entries(addresses)
      .map(([name, address]) => `MAP ${name} ${address}`)
      .join(",")}`,
    "--use-fake-device-for-media-stream=fps=5",
    ...args,
  ],
});

export const openVisitor = (installation: Installation): Promise<Person> => Person.open(browserOptions(installation));

/** Two people in a call of the installation. */
export const talkIn = (installation: Installation): ReturnType<typeof talk> =>
  talk(installation.origin, installation.origin, browserOptions(installation));
