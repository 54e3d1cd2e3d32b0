import type { CallStatus } from "@tgcall/protocol";
import {
  type Epoch,
  fail,
  flag,
  type Instance,
  integer,
  isCallId,
  isPeerId,
  isRole,
  type LeaveReason,
  list,
  matching,
  type Parse,
  shape,
} from "@tgcall/protocol";
import { isPodId } from "./pod-id.ts";
import type { Roster } from "./roster.ts";
import { rememberedKicks } from "./roster-limits.ts";

const maxListed = 64;

const anyText = <T extends string = string>(value: unknown, path: string): T => {
  if (typeof value !== "string") throw fail(path, "must be text");
  return value as T;
};

const oneOf = <T extends string>(...values: readonly T[]): Parse<T> =>
  matching((value): value is T => values.some((known) => known === value), `one of ${values.join(", ")}`);

const count = integer(0, Number.MAX_SAFE_INTEGER);
const peerId = matching(isPeerId, "a peer id");
const status = oneOf<CallStatus>("created", "active", "ended");

/** Scripts write "" for a page without a name. */
const pageInstance: Parse<Instance | undefined> = (value, path) => (value === undefined || value === "" ? undefined : anyText(value, path));

const member = shape({
  peerId,
  role: matching(isRole, "a role"),
  name: anyText,
  epoch: anyText<Epoch>,
  state: shape({ microphone: flag, camera: flag, screen: flag, hand: flag }),
  away: flag,
  pod: matching(isPodId, "a pod id"),
  generation: count,
  instance: pageInstance,
});

const departure = shape({ peerId, reason: oneOf<LeaveReason>("left", "lost", "kicked", "ended"), revision: count });

const roster: Parse<Roster> = shape({
  callId: matching(isCallId, "a call id"),
  storeEpoch: anyText,
  revision: count,
  generation: count,
  status,
  createdAtMs: count,
  expiresAtMs: count,
  initiator: anyText,
  maxPeers: count,
  relayOnly: flag,
  members: list(member, maxListed),
  departures: list(departure, maxListed),
  kicked: list(peerId, rememberedKicks),
});

/** Reads a roster as scripts write it; throws `SyntaxError` or `Problem` when it is none. */
export const parseRoster = (json: string): Roster => roster(JSON.parse(json), "");
