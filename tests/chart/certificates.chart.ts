import { describe, expect, test } from "vitest";
import { renderWith } from "./support/helm.ts";
import { at, listAt, ofKind, workloadPod } from "./support/objects.ts";

const pages = { "tgcall-tls": ["call.example.com"] };
const turn = { "tgcall-turn-tls": ["turn.example.com"] };

/** The certificates that are ordered, by Secret and names, and the Secret that coturn reads. */
async function certificatesOf(values: string, settings = ""): Promise<unknown> {
  const objects = await renderWith(values, settings);
  return {
    ordered: Object.fromEntries(
      ofKind(objects, "Certificate").map((each) => [at(each, "spec", "secretName"), at(each, "spec", "dnsNames")]),
    ),
    read: listAt(workloadPod(objects, "coturn")?.spec, "volumes")
      .map((volume) => at(volume, "secret", "secretName"))
      .find(Boolean),
  };
}

describe("a certificate is ordered for one name alone, whose place then answers for it", () => {
  test.each([
    ["where pages and coturn share a release", "default", "", { ordered: { ...pages, ...turn }, read: "tgcall-turn-tls" }],
    ["where coturn runs elsewhere", "default", "turn.provider=external,secrets.existingSecret=a", { ordered: pages }],
    ["where there is no TURN server", "default", "turn.provider=none", { ordered: pages }],
    ["where coturn has a Secret of the user", "default", "coturn.tlsSecret=a", { ordered: pages, read: "a" }],
    ["where coturn is alone", "turn-only", "coturn.tlsSecret=,tls.issuer.name=letsencrypt", { ordered: turn, read: "tgcall-turn-tls" }],
    ["never where a Secret of the user covers both", "default", "tls.issuer.name=,tls.existingSecret=a", { ordered: {}, read: "a" }],
  ])("%s", async (_where, values, settings, expected) => {
    expect(await certificatesOf(values, settings)).toEqual(expected);
  });
});
