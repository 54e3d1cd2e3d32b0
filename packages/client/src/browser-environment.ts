import type { MediaEnvironment, SocketEvents, Wake } from "./environment.ts";

/** The surroundings of a browser page; in Node all but media works. */
export const browserEnvironment = (): MediaEnvironment => ({
  now: () => performance.now(),
  date: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  openSocket,
  isVisible: () => typeof document === "undefined" || document.visibilityState === "visible",
  onWake,
  openPeerConnection: (configuration) => new RTCPeerConnection(configuration),
  openStream: () => new MediaStream(),
});

/** Names a page load: 128 random bits as `[0-9a-f]`. */
export const randomInstance = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function openSocket(url: string, protocols: readonly string[], events: SocketEvents): WebSocket {
  const socket = new WebSocket(url, [...protocols]);
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") events.onFrame(data);
  };
  socket.onclose = ({ code }) => events.onClose(code);
  return socket;
}

function onWake(listener: (wake: Wake) => void): () => void {
  if (typeof document === "undefined" || typeof addEventListener === "undefined") return () => undefined;
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const seen = (): void => {
    if (document.visibilityState === "visible") listener("visible");
  };
  addEventListener("online", () => listener("network"), options);
  addEventListener("pageshow", seen, options);
  document.addEventListener("visibilitychange", seen, options);
  return () => listening.abort();
}
