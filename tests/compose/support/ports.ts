import { freePorts } from "@tgcall/store/testing/free-ports";
import { listens } from "../../infra/support/listens.ts";

/** Where compose.yaml listens on this machine unless .env says otherwise. */
const usual = {
  NGINX_HTTP_PORT: 8080,
  NGINX_HTTPS_PORT: 8443,
  TURN_UDP_PORT: 3478,
  TURN_TLS_PORT: 5349,
  REDIS_PORT: 6379,
  FRONTEND_PORT: 3000,
} as const;

type PortName = keyof typeof usual;

/** The usual ports, and free ones for those that something else on this machine has; tells which. */
export async function choosePorts(): Promise<Readonly<Record<PortName, string>>> {
  const names = Object.keys(usual) as PortName[];
  const free = await freePorts(names.length);
  const chosen = await Promise.all(
    names.map(async (name, index) => {
      if (!(await listens(usual[name]))) return [name, `${usual[name]}`] as const;
      console.log(`port ${usual[name]} is taken: ${name} is ${free[index]}`);
      return [name, `${free[index]}`] as const;
    }),
  );
  return Object.fromEntries(chosen) as Record<PortName, string>;
}
