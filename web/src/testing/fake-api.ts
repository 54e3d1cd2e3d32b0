import type { ApiClient } from "@tgcall/client";
import type { CallId, CheckGrant, CreatedCall, Invite, JoinedCall, PeerId, ResolvedCode } from "@tgcall/protocol";

export const callId = "aaaaaaaaaaaaaaaa" as CallId;

export const invite: Invite = {
  code: "9HT4-KWVZ",
  inviteUrl: "https://calls.example/join#code=9HT4KWVZ",
  codeExpiresAt: "2030-01-01T00:15:00.000Z",
};

export const joined: JoinedCall = {
  callId,
  peerId: "pppppppppppppppp" as PeerId,
  role: "initiator",
  sig: "sig",
  sigExpiresAt: "",
  wsUrl: "wss://calls.example/ws",
  iceServers: [],
  iceExpiresAt: "",
  maxPeers: 2,
  relayOnly: false,
  expiresAt: "",
  reports: true,
};

const created: CreatedCall = { callId, ...invite, joinUrl: "https://calls.example/join#token=fresh", joinToken: "fresh", expiresAt: "" };
const resolved: ResolvedCode = { callId, joinUrl: "", joinToken: "resolved", role: "participant", expiresAt: "" };
const grant: CheckGrant = { iceServers: [], sig: "sig", wsUrl: "wss://calls.example/ws" };

/** An api where everything works; a test replaces what should not, and reads what was asked. */
export function fakeApi(change: Partial<ApiClient> = {}): ApiClient & { readonly asked: unknown[][] } {
  const asked: unknown[][] = [];
  const works: ApiClient = {
    create: async () => created,
    resolve: async () => resolved,
    join: async () => joined,
    read: async () => ({ callId, status: "active", createdAt: "", expiresAt: "", peers: [] }),
    invite: async () => invite,
    end: async () => {},
    kick: async () => {},
    check: async () => grant,
    report: async () => {},
    ...change,
  };
  const noting = Object.entries(works).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      asked.push([name, ...args]);
      return (method as (...given: unknown[]) => unknown)(...args);
    },
  ]);
  return { ...(Object.fromEntries(noting) as ApiClient), asked };
}
