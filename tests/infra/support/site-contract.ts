import { connect } from "node:http2";
import { pageHeaders } from "@tgcall/web/headers";
import { expect, type TestAPI } from "vitest";
import { ask } from "./ask.ts";
import { expectSoundTls } from "./sound-tls.ts";

/** The pages of an installation, however they are served. */
export interface Site {
  /** Of https. */
  readonly origin: string;
  readonly httpPort: number;
}

const security = Object.fromEntries(Object.entries(pageHeaders({ https: true })).map(([name, value]) => [name.toLowerCase(), value]));

const ordinary = ["connection", "content-encoding", "content-length", "content-type", "date", "etag", "last-modified", "server", "vary"];

/** What every installation's pages promise to browsers. */
export function siteContract(test: TestAPI<{ site: Site }>): void {
  test.for(["/", "/join", "/check"])("the page %s has exactly the headers of web/headers.ts, each once", async (path, { site }) => {
    const page = await ask(`${site.origin}${path}`, { headers: { "accept-encoding": "gzip" } });

    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({ ...security, "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" });
    expect(page.names.toSorted()).toEqual([...Object.keys(security), ...ordinary].toSorted());
    expect(page.headers["server"]).toBe("nginx");
  });

  test("assets are packed and may be kept for ever, and their headers come once", async ({ site }) => {
    const [script] = /\/assets\/[\w.-]+\.js/.exec((await ask(`${site.origin}/join`)).body) ?? [];

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

  test("plain HTTP is sent to the installation's own origin, whatever host was asked", async ({ site }) => {
    const answer = await ask(`http://127.0.0.1:${site.httpPort}/join?from=mail`, { headers: { host: "evil.example" } });

    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`${site.origin}/join?from=mail`);
  });

  test("TLS is 1.2 and 1.3 alone, with forward secrecy and authenticated encryption", async ({ site }) => {
    await expectSoundTls(new URL(site.origin).host);
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
}
