import { mkdirSync, writeFileSync } from "node:fs";
import { test as base, expect } from "vitest";
import { Network } from "../chaos/support/network.ts";
import { ask } from "../infra/support/ask.ts";
import { forgedClaims } from "../infra/support/forged-claims.ts";
import { type Site, siteContract } from "../infra/support/site-contract.ts";
import { ownAddresses } from "../infra/support/turn-server.ts";
import { sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const { origin } = installation;

siteContract(base.extend<{ site: Site }>({ site: { origin, httpPort: installation.port("NGINX_HTTP_PORT") } }));

base("what certbot lays into certs/acme is answered over plain HTTP", async () => {
  const folder = `${installation.folder}/certs/acme/.well-known/acme-challenge`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/token`, "proof");

  const answer = await ask(`http://127.0.0.1:${installation.port("NGINX_HTTP_PORT")}/.well-known/acme-challenge/token`);

  expect([answer.status, answer.body]).toEqual([200, "proof"]);
});

base("each client is known by the address that it connects from, whatever it claims to be", async () => {
  using network = new Network();
  const [other] = ownAddresses();
  const guess = (from: string, claimed: string) =>
    ask(`${origin}/api/call/resolve`, {
      method: "POST",
      headers: { "content-type": "application/json", ...forgedClaims(claimed) },
      body: JSON.stringify({ code: "ZZZZ-ZZZZ" }),
      from,
    });

  const statuses = [];
  for (let count = 1; count <= 12; count++) statuses.push((await guess(network.gateway, `198.51.100.${count}`)).status);
  const ofOther = await guess(other, network.gateway);

  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429]);
  expect(ofOther.status).toBe(404);
  const clients = [...(await installation.logs("nginx")).matchAll(/"client":"([^"]+)"[^\n]*"path":"\/api\/call\/resolve"/g)];
  expect(clients.slice(-13).map(([, client]) => client)).toEqual([...Array.from({ length: 12 }, () => network.gateway), other]);
});
