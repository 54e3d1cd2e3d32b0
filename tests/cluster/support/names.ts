/** Loaded before anything else: the names that a test has given to its cluster, which no DNS knows, are looked up as addresses. */
import dns from "node:dns";

const variable = "TGCALL_TEST_NAMES";
const known = new Map<string, string>();
const { lookup } = dns;

dns.lookup = Object.assign((name: string, ...rest: unknown[]): unknown => Reflect.apply(lookup, dns, [known.get(name) ?? name, ...rest]), {
  __promisify__: lookup.__promisify__,
}) as typeof lookup;

/** From now on this process finds the names at these addresses. */
export function knowNames(addresses: Readonly<Record<string, string>>): void {
  for (const [name, address] of Object.entries(addresses)) known.set(name, address);
}

/** What makes a process of Node know them too, and trust `authority`. */
export const environmentOf = (addresses: Readonly<Record<string, string>>, authority: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=${import.meta.url}`,
  [variable]: JSON.stringify(addresses),
  NODE_EXTRA_CA_CERTS: authority,
});

const given = process.env[variable];
if (given !== undefined) knowNames(JSON.parse(given));
