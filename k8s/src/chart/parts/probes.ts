import type { IContainer } from "kubernetes-models/v1/Container";

/** For how long a pod serves on after it has been told to go, so that everybody learns that it goes before it refuses. */
export const preStopSeconds = 5;

/** The probes of a service of ours: alive is no question of Redis, and ready it is once it has met it. */
export const opsProbes = {
  startupProbe: { httpGet: { path: "/healthz", port: "ops" }, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60 },
  readinessProbe: { httpGet: { path: "/readyz", port: "ops" }, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
  livenessProbe: { httpGet: { path: "/healthz", port: "ops" }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
} as const satisfies Partial<IContainer>;
