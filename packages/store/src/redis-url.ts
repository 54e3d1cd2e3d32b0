/** A Redis host and its port. */
export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, and how to get in. */
export type RedisAddress = ServerAddress | SentinelAddress | ClusterAddress;

interface Access {
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export interface ServerAddress extends Access, RedisHost {
  readonly kind: "server";
  readonly db: number;
}

export interface SentinelAddress extends Access {
  readonly kind: "sentinel";
  readonly sentinels: readonly RedisHost[];
  readonly sentinelPassword: string | undefined;
  readonly masterName: string;
  readonly db: number;
}

export interface ClusterAddress extends Access {
  readonly kind: "cluster";
  readonly nodes: readonly RedisHost[];
}

/** Any part of a URL may be a password. */
class RedisUrlError extends Error {
  override readonly name = "RedisUrlError";
  /** Completes the sentence "the URL …". */
  readonly fault: string;

  constructor(fault: string) {
    super(`the Redis URL ${fault}`);
    this.fault = fault;
  }
}

/**
 * Reads where Redis is; throws an error that says what is wrong with the URL, and repeats no part of it.
 *
 * - `redis://[user:password@]host[:6379][/db]`: one server
 * - `redis+sentinel://[user:password@]host[:26379],host2,…/<master name>[/db][?sentinelPassword=…]`: the primary that Sentinels name
 * - `redis+cluster://[user:password@]host[:6379],host2,…`: Redis Cluster, found from any of its nodes
 *
 * `rediss://`, `rediss+sentinel://` and `rediss+cluster://` are the same over TLS. What stands in user, password, master name
 * and parameters may be percent-encoded; IPv6 addresses stand in brackets.
 */
export function parseRedisUrl(url: string): RedisAddress {
  const [, scheme, kind = "", userinfo, hosts = "", path = "", query = ""] = form.exec(url) ?? [];
  if (scheme === undefined) throw new RedisUrlError(`must begin with ${redisProtocols.map((protocol) => `${protocol}//`).join(", ")}`);
  const access = { isTls: scheme === "rediss", ...parseUserinfo(userinfo) };
  const segments = path.split("/").slice(1).map(decode);
  const parameters = new URLSearchParams(query);
  const sentinelPassword = kind === "+sentinel" ? takeParameter(parameters, "sentinelPassword") : undefined;
  if (parameters.size > 0) throw new RedisUrlError("has a parameter that is not known");

  switch (kind) {
    case "+sentinel":
      return { kind: "sentinel", ...access, sentinels: parseHosts(hosts, 26_379), ...parseMaster(segments), sentinelPassword };
    case "+cluster":
      if (parseDb(segments) !== 0) throw new RedisUrlError("must not name a database: a cluster has one");
      return { kind: "cluster", ...access, nodes: parseHosts(hosts, 6_379) };
    default:
      return { kind: "server", ...access, ...parseHost(hosts, 6_379), db: parseDb(segments) };
  }
}

/** What is wrong with a URL of Redis, if anything: completes the sentence "the URL …". */
export function redisUrlFault(url: string): string | undefined {
  try {
    parseRedisUrl(url);
    return undefined;
  } catch (error) {
    if (error instanceof RedisUrlError) return error.fault;
    throw error;
  }
}

const redisProtocols = ["redis:", "rediss:", "redis+sentinel:", "rediss+sentinel:", "redis+cluster:", "rediss+cluster:"];

const form = /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?$/;

function parseUserinfo(userinfo = ""): Pick<Access, "username" | "password"> {
  const [username = "", ...rest] = userinfo.split(":");
  return { username: decode(username) || undefined, password: decode(rest.join(":")) || undefined };
}

const parseHosts = (hosts: string, defaultPort: number): readonly RedisHost[] =>
  hosts.split(",").map((host) => parseHost(host, defaultPort));

function parseHost(text: string, defaultPort: number): RedisHost {
  const [, ipv6, name, portText] = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined) throw new RedisUrlError("must name its hosts as host or host:port");
  const port = portText === undefined ? defaultPort : Number(portText);
  if (port < 1 || port > 65_535) throw new RedisUrlError("must have ports from 1 to 65535");
  return { host, port };
}

function parseMaster([masterName = "", ...rest]: readonly string[]): Pick<SentinelAddress, "masterName" | "db"> {
  if (masterName === "") throw new RedisUrlError("must name the Sentinels' master: …/<master name>");
  return { masterName, db: parseDb(rest) };
}

function parseDb([text = "", ...rest]: readonly string[]): number {
  if (!/^\d{0,5}$/.test(text) || rest.length > 0) throw new RedisUrlError("must end with the number of a database, or without a path");
  return Number(text);
}

function takeParameter(parameters: URLSearchParams, name: string): string | undefined {
  const value = parameters.get(name);
  parameters.delete(name);
  return value || undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError("has a % that encodes nothing");
  }
}
