import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { isIP } from "node:net";
import { text } from "node:stream/consumers";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Every header's name as often as it came, in lower case. */
  readonly names: readonly string[];
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The address of this machine that asks. */
  readonly from?: string;
}

/** One HTTP/1.1 request on a connection of its own, with exactly these headers. */
export async function ask(url: string, { method = "GET", headers = {}, body, from }: Question = {}): Promise<Answer> {
  const request = url.startsWith("https:") ? requestTls : requestPlain;
  // The name that TLS checks is the URL's, whatever the Host header claims.
  const { hostname } = new URL(url);
  const name = isIP(hostname) === 0 ? { servername: hostname } : {};
  const sent = request(url, { method, headers, agent: false, ...name, ...(from === undefined ? {} : { localAddress: from }) }).end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const names = response.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return { status: response.statusCode ?? 0, headers: response.headers, names, body: await text(response) };
}

/** A POST of JSON. */
export const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  ask(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
