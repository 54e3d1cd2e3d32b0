import packageJson from "../../package.json" with { type: "json" };
import { type ApiPath, paths } from "./paths.ts";
import { schemaRef } from "./schema.ts";
import { schemas } from "./schemas.ts";

const idInPath = (name: string, schemaName: string) => ({ name, in: "path", required: true, schema: schemaRef(schemaName) });

const document = {
  openapi: "3.1.0",
  info: {
    title: "TGCall",
    version: packageJson.version,
    description: "Private calls between few, from a link or a code. Errors are RFC 9457 problems; `code` is stable.",
    license: { name: packageJson.license, identifier: packageJson.license },
  },
  servers: [{ url: "/" }],
  paths,
  components: {
    schemas,
    parameters: {
      IdempotencyKey: {
        name: "Idempotency-Key",
        in: "header",
        description: "Repeat a request whose answer was lost with the same key: it takes effect once.",
        schema: { type: "string", pattern: "^[!-~]{1,255}$" },
      },
      traceparent: {
        name: "traceparent",
        in: "header",
        description: "W3C Trace Context: the span that the request belongs under; whether it is sampled is taken on.",
        schema: schemaRef("Traceparent"),
      },
      CallId: idInPath("callId", "CallId"),
      PeerId: idInPath("peerId", "PeerId"),
    },
    securitySchemes: {
      joinToken: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A join token of the call." },
      apiKey: { type: "http", scheme: "bearer", description: "One of API_KEYS, under CREATE_AUTH=api-key." },
      telegram: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        description: "`tma <initData>` of a Mini App, at most 5 minutes old, under CREATE_AUTH=telegram; each works once.",
      },
    },
  },
};

/** The API as OpenAPI 3.1, as it is served and committed. */
export const openApiDocument = (): typeof document => document;

/** Every path of the API. */
export const apiPaths = (): readonly ApiPath[] => Object.keys(paths) as ApiPath[];
