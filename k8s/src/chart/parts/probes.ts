import type { IDeploymentStrategy } from "kubernetes-models/apps/v1/DeploymentStrategy";
import type { IContainer } from "kubernetes-models/v1/Container";
import { because, type Entries } from "../../twofold/index.ts";

/** For how long a pod serves on after it has been told to go, so that everybody learns that it goes before it refuses. */
export const preStopSeconds = 5;

/** What a pod does before it is told to end. */
export const preStop: Entries<Pick<IContainer, "lifecycle">> = {
  lifecycle: because("It serves on until endpoints and proxies have learnt that it goes.", {
    preStop: { sleep: { seconds: preStopSeconds } },
  }),
};

/** What a pod with connections does before: it also asks its peers to move, while it serves on (docs/adr/0007). */
export const preStopMoving: Entries<Pick<IContainer, "lifecycle">> = {
  lifecycle: because("Its peers move at once; it serves on until endpoints and proxies have learnt that it goes.", {
    preStop: { exec: { command: ["sh", "-c", `kill -USR2 1; exec sleep ${preStopSeconds}`] } },
  }),
};

/** The probes of a service of ours: alive is no question of Redis, and ready it is once it has met it. */
export const opsProbes: Entries<Pick<IContainer, "startupProbe" | "readinessProbe" | "livenessProbe">> = {
  startupProbe: { httpGet: { path: "/healthz", port: "ops" }, periodSeconds: 1, failureThreshold: 60 },
  readinessProbe: { httpGet: { path: "/readyz", port: "ops" }, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
  livenessProbe: because("It does not ask Redis: a restart would not bring that back, but end connections.", {
    httpGet: { path: "/healthz", port: "ops" },
    timeoutSeconds: 5,
  }),
};

/** How a rollout replaces pods. */
export const rollout: Entries<IDeploymentStrategy> = {
  type: "RollingUpdate",
  rollingUpdate: { maxSurge: "25%", maxUnavailable: because("No pod goes before another is ready.", 0) },
};
