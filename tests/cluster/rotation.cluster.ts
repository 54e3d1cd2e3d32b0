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
const secrets = { existingSecret: secretName, generation: 2 };
const title = "new secrets for links and relays while people talk: nobody drops out, and what was given out before still works";

test(title, () =>
  shown(title, async (figures) => {
    const api = createApiClient(origin);
    const before = await secretOf(namespace, secretName);
    const { joinToken } = await api.create({ initiator_telegram_id: "1" });
    const credentials = await issueCredentials(installation);
    await using traffic = await Traffic.start(installation, { calls: 20, browserCalls: 1 });

    await traffic.during(figures, async () => {
      await placeSecrets([namespace, turnNamespace], {
        "jwt-secret": drawSecret(),
        "turn-secret": drawSecret(),
        "jwt-secret-previous": before["jwt-secret"] ?? "",
        "turn-secret-previous": before["turn-secret"] ?? "",
      });
      await new Release("tgcall", namespace).upgrade({ values: { ...values, secrets } });
      await turnRelease(turnNamespace).upgrade({ files: [turnFile], values: { ...turnValues(turnDomain), secrets } });
      await untilSettled(namespace);
      await untilSettled(turnNamespace);
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
