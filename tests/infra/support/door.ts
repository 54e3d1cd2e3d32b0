import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempDisposableSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { listens } from "./listens.ts";
import { type RunningProgram, startProgram } from "./running-program.ts";

export interface DoorOptions {
  /** Where the services are, as host:port. */
  readonly api: readonly string[];
  readonly signal: readonly string[];
  readonly web?: readonly string[];
  readonly cert: string;
  readonly key: string;
  /** Ports to listen on; free ones unless given. */
  readonly httpPort?: number;
  readonly httpsPort?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The nginx of compose.yaml, run as the same files say. */
export interface Door extends AsyncDisposable {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** `https://localhost:<port>`. */
  readonly origin: string;
  readonly program: RunningProgram;
  readonly accessLog: () => string;
  /** The file of `server` lines that nginx has for this upstream. */
  readonly servers: (upstream: "api" | "signal" | "web") => string;
  /** The process ids of nginx' workers, old ones that still hold connections among them. */
  readonly workers: () => readonly number[];
  reload(): void;
}

/** Starts nginx in front of services that run already. */
export async function startDoor({ api, signal, web = ["127.0.0.1:9"], cert, key, env = {}, ...ports }: DoorOptions): Promise<Door> {
  const [freeHttp = 0, freeHttps = 0] = await freePorts(2);
  const { httpPort = freeHttp, httpsPort = freeHttps } = ports;
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-door-"));
  // Workers are another user when root starts nginx.
  chmodSync(folder.path, 0o755);
  const origin = `https://localhost:${httpsPort}`;
  const file = (name: string): string => join(folder.path, name);
  const program = await startProgram(
    ["sh", "infra/nginx/entrypoint.sh"],
    {
      RUN_FOLDER: folder.path,
      ACCESS_LOG: file("access.log"),
      HTTP_PORT: String(httpPort),
      HTTPS_PORT: String(httpsPort),
      PUBLIC_ORIGIN: origin,
      TLS_CERTIFICATE: cert,
      TLS_KEY: key,
      ACME_FOLDER: file("acme"),
      API_UPSTREAM: api.join(" "),
      SIGNAL_UPSTREAM: signal.join(" "),
      WEB_UPSTREAM: web.join(" "),
      RESOLVE_SECONDS: "1",
      ...env,
    },
    () => listens(httpsPort),
  );
  return {
    httpPort,
    httpsPort,
    origin,
    program,
    accessLog: () => readFileSync(file("access.log"), "utf8"),
    servers: (upstream) => readFileSync(file(`${upstream}.servers`), "utf8"),
    workers: () => childrenOf(readFileSync(file("nginx.pid"), "utf8").trim()),
    reload: () => program.kill("SIGHUP"),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const childrenOf = (pid: string): readonly number[] =>
  execFileSync("pgrep", ["-P", pid], { encoding: "utf8" }).trim().split("\n").map(Number);
