import type { Logger } from "@tgcall/runtime";
import { askStun, type StunTransport, stunTransports } from "./ask-stun.ts";
import { lookAtCertificate } from "./look-at-certificate.ts";
import type { ProbeResult, TurnProbeMetrics } from "./metrics.ts";

interface TurnProbeOptions {
  /** Without it there is nothing to look at. */
  readonly domain: string | undefined;
  /** For both transports without TLS. */
  readonly udpPort: number;
  readonly tlsPort: number;
  readonly metrics: TurnProbeMetrics;
  readonly log: Logger;
  readonly everyMs?: number;
}

const fiveMinutes = 300_000;
const jitter = 0.1;

/** In a container `localhost` is another place than for peers. */
const isElsewhere = (domain: string): boolean => !/^(localhost|127\..*|::1)$/.test(domain);

/** Looks at the TURN server's certificate, and asks it over UDP and TCP, now and from time to time; answers what stops it. */
export function startTurnProbe({ domain, udpPort, tlsPort, metrics, log, everyMs = fiveMinutes }: TurnProbeOptions): () => void {
  if (domain === undefined || !isElsewhere(domain)) return () => {};
  let timer: NodeJS.Timeout | undefined;
  let known: ProbeResult | undefined;
  let isStopped = false;

  const ask = async (transport: StunTransport): Promise<void> => {
    const result = await askStun(transport, domain, udpPort).then(
      () => "answered" as const,
      () => "silent" as const,
    );
    metrics.asked(transport, result);
  };

  const look = async (): Promise<void> => {
    const seen = await lookAtCertificate(domain, tlsPort).catch((error: unknown) => {
      if (known !== "unreachable") log.warn("turn server not reached", { turnDomain: domain, tlsPort, error });
    });
    known = seen === undefined ? "unreachable" : seen.isTrusted ? "trusted" : "untrusted";
    metrics.looked(known, seen?.expiresAtSeconds);
    await Promise.all(stunTransports.map(ask));
    if (!isStopped) timer = setTimeout(look, everyMs * (1 + jitter * Math.random()));
  };

  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
