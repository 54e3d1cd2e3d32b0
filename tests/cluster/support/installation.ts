import { randomBytes } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inject } from "vitest";
import { chartFolder } from "../../chart/support/helm.ts";
import { listAt } from "../../chart/support/objects.ts";
import { issueCertificate, makeAuthority, type Pair, trust } from "./authority.ts";
import { untilSettled } from "./disruption.ts";
import { collectEvidence } from "./evidence.ts";
import type { ImageTags } from "./images.ts";
import { ingressAddress, untilReachable } from "./ingress.ts";
import { apply, kubectl } from "./kubectl.ts";
import { environmentOf, knowNames } from "./names.ts";
import { createNamespace, placeCertificate, Release, type Values } from "./release.ts";
import { reportFolder } from "./report-folder.ts";

/** The chart in namespaces of its own, and how to reach it; one for all tests, each of which leaves it whole. */
export interface Installation {
  readonly namespace: string;
  readonly turnNamespace: string;
  /** What the release was installed with. */
  readonly values: Values;
  readonly tags: ImageTags;
  readonly domain: string;
  /** The address of the node that coturn is on. */
  readonly turnDomain: string;
  /** `https://<domain>` */
  readonly origin: string;
  /** Where the names are that no DNS knows. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly authority: Pair;
  readonly trustFile: string;
  readonly browserHome: string;
}

declare module "vitest" {
  interface ProvidedContext {
    installation: Installation;
  }
}

export const certificateName = "installation-tls";
/** What api, signal and coturn have to agree upon, in whatever namespace. */
export const secretName = "installation-secrets";

/** The images under test, as values. */
export const imageValues = (tags: ImageTags): Values =>
  Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, { image: { tag, digest: "" } }]));

/** Rates that no test meets, for all come from one address. */
const rates = { rateCreate: "100000/60", rateResolve: "100000/60", rateJoin: "100000/60", rateCheck: "100000/60" };

/** Installs everything but coturn where pods must be `restricted`, and coturn, which needs the host's network, beside it. */
export async function install(tags: ImageTags): Promise<Installation & AsyncDisposable> {
  await using owned = new AsyncDisposableStack();
  const id = randomBytes(3).toString("hex");
  const [namespace, turnNamespace] = [`tgcall-${id}`, `tgcall-${id}-turn`];
  // Chromium looks names of relays by UDP up past the mapping that it is told; an address needs no looking up.
  const [domain, turnDomain] = [`call-${id}.test`, await nodeAddress()];
  const authority = await makeAuthority();
  const { file, home } = owned.use(await trust(authority));
  const certificate = await issueCertificate(authority, [domain, turnDomain]);
  const images = imageValues(tags);
  const values = {
    ...images,
    signal: { ...Object(images["signal"]), replicas: 3 },
    domain,
    tls: { existingSecret: certificateName },
    secrets: { existingSecret: secretName },
    config: { createAuth: "open", ...rates },
    turn: { provider: "external", domain: turnDomain },
  };
  owned.use(await createNamespace(namespace, "restricted"));
  owned.use(await createNamespace(turnNamespace, "privileged"));
  await placeCertificate(namespace, certificateName, certificate);
  await placeCertificate(turnNamespace, certificateName, certificate);
  await placeSecrets([namespace, turnNamespace], { "jwt-secret": drawSecret(), "turn-secret": drawSecret() });
  try {
    await new Release("tgcall", namespace).install({ values });
    await turnRelease(turnNamespace).install({ files: [turnFile], values: turnValues(turnDomain) });
    // Helm takes a DaemonSet that may miss a pod for ready at once.
    await untilSettled(turnNamespace);
  } catch (error) {
    for (const each of [namespace, turnNamespace]) await collectEvidence(each, `${reportFolder}/installation`);
    throw error;
  }
  const addresses = { [domain]: await ingressAddress() };
  acquaint({ addresses, authority });
  await untilReachable(`https://${domain}`);
  const everything = owned.move();
  return {
    ...{ namespace, turnNamespace, values, tags, domain, turnDomain, addresses, authority },
    origin: `https://${domain}`,
    trustFile: file,
    browserHome: home,
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}

export const turnFile = `${chartFolder}/ci/turn-only-values.yaml`;
export const turnRelease = (namespace: string): Release => new Release("tgcall-turn", namespace);
export const turnValues = (domain: string): Values => ({
  secrets: { existingSecret: secretName },
  turn: { domain },
  coturn: { tlsSecret: certificateName, discoverExternalIp: false, drainSeconds: 30 },
});

/** The installation that was made before all tests. */
export function theInstallation(): Installation {
  const installation = inject("installation");
  acquaint(installation);
  return installation;
}

/** From now on this process finds the installation and trusts it. */
function acquaint({ addresses, authority }: Pick<Installation, "addresses" | "authority">): void {
  knowNames(addresses);
  setDefaultCACertificates([...getCACertificates("default"), authority.cert]);
}

/** What makes another process of Node find the installation and trust it. */
export const nodeEnvironment = ({ addresses, trustFile }: Installation): Readonly<Record<string, string>> =>
  environmentOf(addresses, trustFile);

/** A secret as strong as the services want it. */
export const drawSecret = (): string => randomBytes(36).toString("base64url");

/** Puts the secrets that both releases share into their namespaces. */
export async function placeSecrets(namespaces: readonly string[], stringData: Readonly<Record<string, string>>): Promise<void> {
  for (const namespace of namespaces)
    await apply({ apiVersion: "v1", kind: "Secret", metadata: { name: secretName, namespace }, stringData });
}

/** The address of a node, by which the machine of the tests reaches it. */
export async function nodeAddress(): Promise<string> {
  const [node] = listAt(JSON.parse(await kubectl(["get", "nodes", "--output", "json"])), "items");
  return String(listAt(node, "status", "addresses").find(({ type }) => type === "InternalIP")?.["address"]);
}
