import { Person, talk } from "../../e2e/support/people.ts";
import type { Installation } from "./installation.ts";

/**
 * Browsers share a few cores with the cluster and with the peers that measure it, and must starve neither. Linux may weigh whole
 * sessions instead of processes (sched(7), autogroup), and each browser is a session. Root's Chromium raises its own priority, which it
 * cannot without this capability.
 */
const humbly = [
  ...["sh", "-c", `'[ ! -e /proc/self/autogroup ] || echo 10 >/proc/self/autogroup; exec "$0" "$@"'`, "nice", "-n", "10"],
  ...(process.getuid?.() === 0 ? ["setpriv", "--inh-caps=-sys_nice", "--bounding-set=-sys_nice"] : []),
];

/** Chromium that finds the installation and trusts its authority; small, and with a slow camera, for many share one machine. */
const browserOptions = ({ addresses, browserHome }: Installation, args: readonly string[] = []) => ({
  home: browserHome,
  viewport: { width: 360, height: 640 },
  inside: humbly,
  args: [
    `--host-resolver-rules=${Object.entries(addresses)
      .map(([name, address]) => `MAP ${name} ${address}`)
      .join(",")}`,
    "--use-fake-device-for-media-stream=fps=3",
    ...args,
  ],
});

export const openVisitor = (installation: Installation): Promise<Person> => Person.open(browserOptions(installation));

/** Two people in a call of the installation. */
export const talkIn = (installation: Installation): ReturnType<typeof talk> =>
  talk(installation.origin, installation.origin, browserOptions(installation));
