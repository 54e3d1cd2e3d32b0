import { isIPv4, isIPv6 } from "node:net";

const addressAndPort = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\])(?::\d+)?$/;

/**
 * What stands for a client when attempts are counted: an IPv4 address, or the /64 of an IPv6 address, all of which one
 * client owns. What is no address shares one place.
 */
export function clientKey(address = ""): string {
  const [, ipv4, ipv6] = addressAndPort.exec(address) ?? [];
  const bare = (ipv4 ?? ipv6 ?? address).replace(/%.*$/, "").replace(/^::ffff:(?=[\d.]+$)/i, "");
  if (isIPv4(bare)) return bare;
  return isIPv6(bare) ? `${networkOf(bare)}::/64` : "unknown";
}

function networkOf(address: string): string {
  // URL writes an IPv6 address in its one canonical form (RFC 5952).
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const left = groupsOf(head);
  const right = groupsOf(tail ?? "");
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}

const groupsOf = (part: string): readonly string[] => part.split(":").filter((group) => group !== "");
