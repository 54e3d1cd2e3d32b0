import type { Manifest } from "./helm.ts";
import { at, listAt, objectNamed, workloadPod } from "./objects.ts";

/** What Secrets of the user hold, in place of what the chart would draw. */
const ofUser: Readonly<Record<string, string>> = {
  "jwt-secret": "N7vK2pQ9xW4mZ8tR5yB1cD6fG3hJ0kLs",
  "turn-secret": "a8K3nV6bX1zQ5wE9rT2yU7iO4pL0sDfG",
  "api-keys": "k9F2mC7xR4vB8nL1qW6eT3yU5iO0pA",
  "telegram-bot-token": "123456789:N7vK2pQ9xW4mZ8tR5yB1cD6fG3hJ0kLs",
  "api-url": "redis://redis:6379",
  "signal-url": "redis://redis:6379",
  url: "redis+sentinel://a:26379,b:26379/main",
  "ca.crt": "-----BEGIN CERTIFICATE-----",
};

/** The environment of the first container, as Kubernetes would make it. */
export function environmentOf(objects: readonly Manifest[], component: string): Record<string, string> | undefined {
  const container = workloadPod(objects, component)?.containers[0];
  if (container === undefined) return undefined;
  const said = listAt(container, "envFrom").map((source) =>
    Object(objectNamed(objects, "ConfigMap", at(source, "configMapRef", "name"))?.["data"]),
  );
  const secret = (reference: unknown): unknown => {
    const made = objectNamed(objects, "Secret", at(reference, "name"))?.["stringData"];
    return Object(made ?? ofUser)[String(at(reference, "key"))];
  };
  const single = listAt(container, "env").map(
    ({ name, value, valueFrom }) => [String(name), value ?? secret(at(valueFrom, "secretKeyRef"))] as const,
  );
  return Object.assign({}, ...said, Object.fromEntries(single.filter(([, value]) => value !== undefined)));
}
