import { createIceIssuer, createTokens } from "@tgcall/auth";
import { isRecord } from "@tgcall/protocol";
import { createMetrics, createOrigins, silentLogger } from "@tgcall/runtime";
import { openMemoryStores } from "@tgcall/store";
import { expect, test } from "vitest";
import { createApp, openApiDocument } from "../app.ts";
import { readConfig } from "../config.ts";

interface ListedRoute {
  readonly path: string;
  readonly methods: readonly string[];
}

function mountedOperations(): readonly string[] {
  const config = readConfig({});
  const tokens = createTokens({ secret: config.JWT_SECRET });
  const ice = createIceIssuer({ domain: undefined, secret: "x", ttlSeconds: 1, udpPort: 1, tlsPort: 1 });
  const metrics = createMetrics({ service: "api" });
  const stores = openMemoryStores();
  const { handler } = createApp({ config, stores, tokens, ice, log: silentLogger, metrics, origins: createOrigins(config) });

  const routes = (handler.router as unknown as { listRoutes(): readonly ListedRoute[] }).listRoutes();
  return routes.flatMap(({ path, methods }) =>
    methods.filter((method) => !["*", "HEAD"].includes(method)).map((method) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
  );
}

test("[API-24] every route is documented, and every documented operation exists", () => {
  const documented = Object.entries(openApiDocument().paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );

  expect(documented.toSorted()).toEqual(mountedOperations().toSorted());
});

test("[API-24] every reference of the document leads somewhere", () => {
  const document: unknown = openApiDocument();
  const resolve = (ref: string): unknown =>
    ref.split("/").reduce<unknown>((value, part) => (part === "#" ? value : isRecord(value) ? value[part] : undefined), document);

  const refs = JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g);

  const dangling = [...refs].map(([, ref = ""]) => ref).filter((ref) => resolve(ref) === undefined);
  expect(dangling).toEqual([]);
});
