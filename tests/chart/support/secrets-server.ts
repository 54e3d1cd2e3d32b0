import { once } from "node:events";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { isRecord } from "@tgcall/protocol";
import { makeCertificate } from "../../../scripts/setup/certificate.ts";
import { at } from "./objects.ts";

type Answer = readonly [status: number, body: Record<string, unknown>];

/** The part of the API server that keeps Secrets, with its rules: names are taken once, and what has changed meanwhile is not overwritten. */
export interface SecretsServer extends AsyncDisposable {
  /** What a pod is given to find it and to be known by it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The Secrets by their names, as they lie there. */
  readonly secrets: Map<string, Record<string, unknown>>;
  /** Happens once between what the client reads and what it writes. */
  meanwhile: () => void;
}

const token = "a token of the API server";
const failure = (status: number, message: string): Answer => [status, { kind: "Status", message }];

export async function startSecretsServer(): Promise<SecretsServer> {
  const folder = mkdtempDisposableSync(join(tmpdir(), "account-"));
  const { cert, key } = await makeCertificate(["127.0.0.1"]);
  writeFileSync(join(folder.path, "ca.crt"), cert);
  writeFileSync(join(folder.path, "token"), token);
  const secrets = new Map<string, Record<string, unknown>>();

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    if (request.headers.authorization !== `Bearer ${token}`) return failure(401, "Unauthorized");
    const name = /^\/api\/v1\/namespaces\/calls\/secrets(?:\/([a-z0-9-]+))?$/.exec(request.url ?? "")?.[1];
    const found = name === undefined ? undefined : secrets.get(name);
    if (request.method === "GET") return found === undefined ? failure(404, "not found") : [200, found];
    server.meanwhile();
    server.meanwhile = () => {};
    const given: unknown = await json(request);
    return isRecord(given) ? write(secrets, given, request.method) : failure(400, "no object");
  };
  const listener = createServer({ cert, key }, (request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");

  const server: SecretsServer = {
    environment: {
      KUBERNETES_SERVICE_HOST: "127.0.0.1",
      KUBERNETES_SERVICE_PORT: String((listener.address() as AddressInfo).port),
      ACCOUNT_FOLDER: folder.path,
    },
    secrets,
    meanwhile: () => {},
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      listener.close();
      await once(listener, "close");
      folder[Symbol.dispose]();
    },
  };
  return server;
}

function write(secrets: SecretsServer["secrets"], given: Record<string, unknown>, method: string | undefined): Answer {
  const name = String(at(given, "metadata", "name"));
  const found = secrets.get(name);
  const version = Number(at(found, "metadata", "resourceVersion") ?? 0);
  if (method === "POST" && found !== undefined) return failure(409, "already exists");
  if (method === "PUT" && at(given, "metadata", "resourceVersion") !== String(version)) return failure(409, "has been modified");
  const { stringData, ...rest } = given;
  const data = Object.fromEntries(
    Object.entries(Object(stringData)).map(([key, text]) => [key, Buffer.from(String(text)).toString("base64")]),
  );
  const metadata = { ...Object(given["metadata"]), resourceVersion: String(version + 1) };
  secrets.set(name, { ...rest, metadata, data });
  return [method === "POST" ? 201 : 200, secrets.get(name) ?? {}];
}
