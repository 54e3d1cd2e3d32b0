import { createApiClient } from "@tgcall/client";
import { test } from "vitest";
import { TurnClient } from "../infra/support/turn-client.ts";
import { untilSettled } from "./support/disruption.ts";
import { drawSecret, placeSecrets, secretName, theInstallation, turnFile, turnRelease, turnValues } from "./support/installation.ts";
import { secretOf } from "./support/kubectl.ts";
import { Release } from "./support/release.ts";
import { shown } from "./support/shown.ts";
import { Traffic } from "./support/traffic.ts";
import { issueCredentials, turnPlace } from "./support/turn.ts";

const installation = theInstallation();
const { namespace, turnNamespace, turnDomain, values, origin } = installation;
const title = "new secrets for links and relays while people talk: nobody drops out, and what was given out before still works";

test(title, () =>
  shown(title, async (figures) => {
    const api = createApiClient(origin);
    const old = await secretOf(namespace, secretName);
    const fresh = { "jwt-secret": drawSecret(), "turn-secret": drawSecret() };
    const { joinToken } = await api.create({ initiator_telegram_id: "1" });
    const credentials = await issueCredentials(installation);
    await using traffic = await Traffic.start(installation, { calls: 20, browserCalls: 1 });

    await traffic.during(figures, async () => {
      // First everybody learns the new ones, then everybody signs with them.
      await giveEverybody({ current: old, accepted: fresh, generation: 2 });
      await giveEverybody({ current: fresh, accepted: old, generation: 3 });
    });

    figures.count("links from before that let in", (await api.join(joinToken)).role === "initiator" ? 1 : 0, { atLeast: 1 });
    let relays = 0;
    for (const each of [credentials, await issueCredentials(installation)]) {
      using client = TurnClient.overUdp(turnPlace(installation), each);
      if (typeof (await client.allocate()) === "object") relays += 1;
      await client.release();
    }
    figures.count("relays by old and new credentials", relays, { atLeast: 2 });
  }),
);

interface Step {
  readonly current: Readonly<Record<string, string>>;
  readonly accepted: Readonly<Record<string, string>>;
  readonly generation: number;
}

/** Changes the Secret, and waits until all pods have read it. */
async function giveEverybody({ current, accepted, generation }: Step): Promise<void> {
  const names = ["jwt-secret", "turn-secret"];
  const pairs = names.flatMap((name) => [
    [name, current[name] ?? ""],
    [`${name}-previous`, accepted[name] ?? ""],
  ]);
  await placeSecrets([namespace, turnNamespace], Object.fromEntries(pairs));
  const secrets = { existingSecret: secretName, generation };
  await new Release("tgcall", namespace).upgrade({ values: { ...values, secrets } });
  await turnRelease(turnNamespace).upgrade({ files: [turnFile], values: { ...turnValues(turnDomain), secrets } });
  await untilSettled(namespace);
  await untilSettled(turnNamespace);
}
