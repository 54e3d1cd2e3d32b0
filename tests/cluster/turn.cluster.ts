import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import type { Figures } from "../chaos/support/figures.ts";
import { at } from "../chart/support/objects.ts";
import { TurnClient } from "../infra/support/turn-client.ts";
import { issueCertificate } from "./support/authority.ts";
import { untilSettled } from "./support/disruption.ts";
import { certificateName, theInstallation, turnFile, turnRelease, turnValues } from "./support/installation.ts";
import { kubectl, nameIn, podsOf, uidOf, untilNothing } from "./support/kubectl.ts";
import { placeCertificate } from "./support/release.ts";
import { shown } from "./support/shown.ts";
import { issueCredentials, turnPlace } from "./support/turn.ts";

const installation = theInstallation();
const { turnNamespace, turnDomain, authority } = installation;
const place = turnPlace(installation);
const issue = () => issueCredentials(installation);
const show = (title: string, run: (figures: Figures) => Promise<void>): void => test(title, () => shown(title, run));

/** Two peers of the relay, each of whom may send to the other. */
async function relayedPair(): Promise<{ hears(): Promise<boolean>; release(): Promise<unknown> } & Disposable> {
  const clients = new DisposableStack();
  const ada = clients.use(TurnClient.overUdp(place, await issue()));
  const bob = clients.use(TurnClient.overUdp(place, await issue()));
  const [atAda, atBob] = [await ada.allocated(), await bob.allocated()];
  expect([await ada.permit(atBob.address), await bob.permit(atAda.address)]).toEqual([0, 0]);
  let told = 0;
  return {
    /** Whether what one says now reaches the other. */
    async hears() {
      const words = `hello ${++told}`;
      await expect
        .poll(() => {
          ada.tell(atBob, words);
          return bob.heard;
        })
        .toContain(words);
      return true;
    },
    release: () => Promise.all([ada.release(), bob.release()]),
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  };
}

const coturnPod = async () => {
  const [pod] = await podsOf(turnNamespace, "coturn");
  if (pod === undefined) throw new Error("there is no pod of coturn");
  return pod;
};

show("a relay has the address that the world knows the node by", async (figures) => {
  using direct = TurnClient.overUdp(place, await issue());
  expect(await direct.allocate()).toMatchObject({ address: place.address });

  const release = turnRelease(turnNamespace);
  const values = turnValues(turnDomain);
  const externalIps = { [String(at(await coturnPod(), "spec", "nodeName"))]: "203.0.113.7" };
  await direct.release();
  await release.upgrade({ files: [turnFile], values: { ...values, coturn: { ...Object(values["coturn"]), externalIps } } });
  await kubectl(["delete", "pod", nameIn(await coturnPod()), "--namespace", turnNamespace]);
  await untilSettled(turnNamespace);
  using mapped = TurnClient.overUdp(place, await issue());
  expect(await mapped.allocate()).toMatchObject({ address: "203.0.113.7" });

  await mapped.release();
  await release.upgrade({ files: [turnFile], values });
  await kubectl(["delete", "pod", nameIn(await coturnPod()), "--namespace", turnNamespace]);
  await untilSettled(turnNamespace);
  figures.count("addresses tried", 2, { atLeast: 2 });
});

show("a pod that is deleted lets running relays finish, and takes no new ones", async (figures) => {
  using pair = await relayedPair();
  await pair.hears();
  const pod = await coturnPod();

  await kubectl(["delete", "pod", nameIn(pod), "--namespace", turnNamespace, "--wait=false"]);
  const credentials = await issue();
  await untilNothing(async () => {
    using late = TurnClient.overUdp(place, credentials);
    if (typeof (await late.allocate()) === "number") return "";
    await late.release();
    return "it takes new relays";
  }, 15_000);
  for (let times = 0; times < 10; times += 1) {
    await pair.hears();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }

  const releasedAtMs = Date.now();
  await pair.release();
  await untilNothing(async () => {
    const next = (await podsOf(turnNamespace, "coturn"))[0];
    return next !== undefined && uidOf(next) !== uidOf(pod) ? "" : "the old pod stays";
  }, 30_000);
  figures.ms("gone after its last relay", Date.now() - releasedAtMs, 30_000);
  await untilSettled(turnNamespace);
});

show("a renewed certificate is served, and no relay is dropped", async (figures) => {
  using pair = await relayedPair();
  await pair.hears();
  const before = await servedCertificate();
  const certificate = await issueCertificate(authority, [installation.domain, turnDomain]);

  const startedAtMs = Date.now();
  await placeCertificate(turnNamespace, certificateName, certificate);
  await untilNothing(async () => {
    await pair.hears();
    return (await servedCertificate()) === before ? "the old certificate is served" : "";
  }, 180_000);

  figures.ms("served after", Date.now() - startedAtMs, 180_000);
  expect(await servedCertificate()).toBe(new X509Certificate(certificate.cert).fingerprint256);
  await pair.hears();
  await pair.release();
});

/** The fingerprint of the certificate that coturn shows to a client that trusts the authority. */
function servedCertificate(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place.address, port: 5349, ca: [authority.cert] }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? "");
      socket.destroy();
    });
    socket.once("error", reject);
  });
}
