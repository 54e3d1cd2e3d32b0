import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { inject } from "vitest";
import { trust } from "../../infra/support/trusted-certificate.ts";
import { docker } from "./docker.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the clone whose compose.yaml runs. */
    readonly clone: string;
  }
}

export const serviceNames = ["nginx", "web", "api", "signal", "redis", "coturn"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** A clone of the repository with a .env, whose compose.yaml runs or is about to. */
export class Installation {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** A setting of .env, which says it. */
  setting(name: string): string {
    const value = parseEnv(readFileSync(`${this.folder}/.env`, "utf8"))[name];
    if (value === undefined || value === "") throw new Error(`.env does not say ${name}`);
    return value;
  }

  port(name: "NGINX_HTTP_PORT" | "NGINX_HTTPS_PORT" | "TURN_UDP_PORT" | "TURN_TLS_PORT"): number {
    return Number(this.setting(name));
  }

  /** Says these settings at the end of .env, where they win. */
  say(settings: Readonly<Record<string, string>>): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(`${this.folder}/.env`, lines.join(""), { flag: "a" });
  }

  get origin(): string {
    return this.setting("API_ORIGIN");
  }

  get apiKey(): string {
    return this.setting("API_KEYS");
  }

  get certificate(): { readonly cert: string; readonly key: string } {
    return { cert: resolve(this.folder, this.setting("SSL_CERT_PATH")), key: resolve(this.folder, this.setting("SSL_KEY_PATH")) };
  }

  /** Lets this process take the installation's certificate. */
  trust(): void {
    trust(readFileSync(this.certificate.cert, "utf8"));
  }

  /** `docker compose …` in the clone. */
  compose(...words: readonly string[]): Promise<string> {
    return docker(["compose", "--progress", "quiet", ...words], { folder: this.folder, timeoutMs: 600_000 });
  }

  /** Starts what is not as compose.yaml and .env say; resolves when every health check is green. */
  async up(...words: readonly string[]): Promise<void> {
    await this.compose("up", "--detach", "--wait", "--wait-timeout", "120", ...words);
  }

  /** The containers of a service that run. */
  async containers(service: ServiceName): Promise<readonly string[]> {
    return (await this.compose("ps", "--quiet", service)).split("\n").filter((id) => id !== "");
  }

  /** What a command printed in the service's container, or the first of several. */
  exec(service: ServiceName, ...words: readonly string[]): Promise<string> {
    return this.compose("exec", "--no-TTY", service, ...words);
  }

  /** Everything that a service has logged. */
  logs(...services: readonly ServiceName[]): Promise<string> {
    return this.compose("logs", "--no-color", "--no-log-prefix", ...services);
  }
}

/** The one installation that all files share; each leaves it running as compose.yaml says. */
export function sharedInstallation(): Installation {
  const installation = new Installation(inject("clone"));
  installation.trust();
  return installation;
}
