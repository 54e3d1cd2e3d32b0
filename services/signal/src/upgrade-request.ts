import type { IncomingMessage } from "node:http";
import { type CallId, type Instance, isCallId, isInstance, isPeerId, type PeerId, Problem } from "@tgcall/protocol";

export const subprotocol = "tgcall.v1";
const sigPrefix = "tgcall.sig.";
const versionPattern = /^tgcall\.v\d+$/;
/** Sixteen random bytes in base64 (RFC 6455 §4.1). */
const keyPattern = /^[+/0-9A-Za-z]{22}==$/;
const maxSigLength = 4096;

/** What a client asks for before anything is verified. */
export interface UpgradeRequest {
  readonly sig: string;
  readonly callId: CallId | undefined;
  readonly peerId: PeerId | undefined;
  readonly instance: Instance | undefined;
  /** `false` when the client speaks other versions only. */
  readonly isVersionSupported: boolean;
}

/** Reads an upgrade request; throws a `Problem` for what no WebSocket client of ours sends. */
export function readUpgradeRequest(request: IncomingMessage): UpgradeRequest {
  checkHandshake(request);
  const query = readQuery(request.url);
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  const versions = offered.filter((name) => versionPattern.test(name));
  const sigs = [
    ...query.getAll("sig"),
    ...offered.filter((name) => name.startsWith(sigPrefix)).map((name) => name.slice(sigPrefix.length)),
  ];
  const [sig] = sigs;
  if (sigs.length > 1) throw new Problem("bad_request", "sig must be given once");
  if (sig === undefined || sig === "" || sig.length > maxSigLength) throw new Problem("sig_invalid", "sig is missing or no ticket");
  return {
    sig,
    callId: single(query, "callId", isCallId),
    peerId: single(query, "peerId", isPeerId),
    instance: single(query, "instance", isInstance),
    isVersionSupported: versions.length === 0 || versions.includes(subprotocol),
  };
}

function checkHandshake({ method, headers }: IncomingMessage): void {
  if (method !== "GET") throw new Problem("method_not_allowed", "a WebSocket is opened with GET");
  if (headers["sec-websocket-version"] !== "13") throw new Problem("upgrade_required", "Sec-WebSocket-Version must be 13");
  if (!keyPattern.test(headers["sec-websocket-key"] ?? "")) throw new Problem("bad_request", "Sec-WebSocket-Key is malformed");
}

function readQuery(url = ""): URLSearchParams {
  const mark = url.indexOf("?");
  return new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1));
}

function single<T extends string>(query: URLSearchParams, name: string, accepts: (value: unknown) => value is T): T | undefined {
  const [value, ...others] = query.getAll(name);
  if (value === undefined) return undefined;
  if (others.length > 0) throw new Problem("bad_request", `${name} must be given once`);
  if (!accepts(value)) throw new Problem("bad_request", `${name} is malformed`);
  return value;
}
