import type { ApiClient } from "@tgcall/client";
import type { CallView, JoinedCall } from "@tgcall/protocol";

const intervalMs = 5_000;

type Present = CallView["peers"];

interface PresenceOptions {
  readonly api: Pick<ApiClient, "read">;
  readonly joined: Pick<JoinedCall, "callId" | "peerId">;
  readonly token: string;
  readonly hear: (others: Present) => void;
}

/** Tells who else is in the call, now and every 5 s, until the answer is called; an api that does not answer changes nothing. */
export function watchPresence({ api, joined, token, hear }: PresenceOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watching = true;
  const look = async (): Promise<void> => {
    const found = await api.read(joined.callId, token).catch(() => undefined);
    if (!watching) return;
    if (found !== undefined) hear(found.peers.filter(({ peerId }) => peerId !== joined.peerId));
    timer = setTimeout(() => void look(), intervalMs * (0.9 + Math.random() * 0.2));
  };
  void look();
  return () => {
    watching = false;
    clearTimeout(timer);
  };
}
