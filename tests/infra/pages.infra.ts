import { connect } from "node:http2";
import { pageHeaders } from "@tgcall/web/headers";
import { test as base, expect } from "vitest";
import { ask } from "./support/ask.ts";
import { startDoor } from "./support/door.ts";
import { type Pages, startPages } from "./support/pages.ts";
import { trustedCertificate } from "./support/trusted-certificate.ts";

interface Site {
  readonly origin: string;
  readonly httpPort: number;
  readonly pages: Pages;
}

/** The pages behind the door, without any service. */
const test = base.extend<{ site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      using certificate = await trustedCertificate();
      await using pages = await startPages();
      const nobody = ["127.0.0.1:9"];
      await using door = await startDoor({ api: nobody, signal: nobody, web: [pages.address], ...certificate });
      await use({ origin: door.origin, httpPort: door.httpPort, pages });
    },
    { scope: "file" },
  ],
});

const security = Object.fromEntries(Object.entries(pageHeaders({ https: true })).map(([name, value]) => [name.toLowerCase(), value]));

const ordinary = ["connection", "content-encoding", "content-length", "content-type", "date", "etag", "last-modified", "server", "vary"];

test.for(["/", "/join", "/check"])("the page %s has exactly the headers of web/headers.ts, each once", async (path, { site }) => {
  const page = await ask(`${site.origin}${path}`, { headers: { "accept-encoding": "gzip" } });

  expect(page.status).toBe(200);
  expect(page.headers).toMatchObject({ ...security, "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" });
  expect(page.names.toSorted()).toEqual([...Object.keys(security), ...ordinary].toSorted());
  expect(page.headers["server"]).toBe("nginx");
});

test("assets are packed and may be kept for ever, and their headers come once", async ({ site }) => {
  const script = site.pages.assets.find((asset) => asset.endsWith(".js"));

  const plain = await ask(`${site.origin}${script}`);
  const packed = await ask(`${site.origin}${script}`, { headers: { "accept-encoding": "gzip, br" } });

  expect(packed.headers).toMatchObject({
    "content-encoding": "gzip",
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
    "x-content-type-options": "nosniff",
    "strict-transport-security": security["strict-transport-security"],
    vary: "Accept-Encoding",
  });
  expect(Number(packed.headers["content-length"])).toBeLessThan(Number(plain.headers["content-length"]));
  expect(new Set(packed.names).size).toBe(packed.names.length);
});

test("what is no page is not there, and nothing of the files' own names leads anywhere", async ({ site }) => {
  const paths = ["/assets/", "/assets/none.js", "/nothing", "/.env", "/assets/../../etc/passwd", "/%2e%2e/nginx.conf", "/join/"];

  const answers = await Promise.all(paths.map((path) => ask(`${site.origin}${path}`)));

  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404));
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(["There is nothing here.\n"]));
});

test("pages that peers reach through another host may speak to it", async () => {
  await using pages = await startPages({ CONNECT_SRC: "wss://signal.example.com" });

  const page = await ask(`http://${pages.address}/join`);

  expect(page.headers["content-security-policy"]).toContain("; connect-src 'self' wss://signal.example.com; ");
});

test("plain HTTP is sent to the installation's own origin, whatever host was asked", async ({ site }) => {
  const answer = await ask(`http://127.0.0.1:${site.httpPort}/join?from=mail`, { headers: { host: "evil.example" } });

  expect(answer.status).toBe(308);
  expect(answer.headers.location).toBe(`${site.origin}/join?from=mail`);
});

test("browsers are offered HTTP/2", async ({ site }) => {
  const session = connect(site.origin);
  const stream = session.request({ ":path": "/" });

  const status = await new Promise((resolve, reject) => {
    stream.on("response", (headers) => resolve(headers[":status"]));
    stream.on("error", reject);
  });
  session.close();

  expect(status).toBe(200);
});
