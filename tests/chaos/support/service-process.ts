import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const startMs = 60_000;
const stopMs = 30_000;
const keptOutput = 1_000_000;

interface ServiceOptions {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 once the process may be used. */
  readonly readyUrl: string;
  readonly port: number;
  readonly opsPort: number;
}

/** How a process ended: by itself with a code, or by a signal. */
export type Ending = number | NodeJS.Signals;

/** One service as its own process, which a fault may end and a test may start again on the same ports. */
export class ServiceProcess implements AsyncDisposable {
  readonly #options: ServiceOptions;
  #child: ChildProcess;
  #output = "";

  private constructor(options: ServiceOptions) {
    this.#options = options;
    this.#child = this.#spawn();
    process.once("exit", this.#killNow);
  }

  static async start(options: ServiceOptions): Promise<ServiceProcess> {
    const service = new ServiceProcess(options);
    await service.#untilReady();
    return service;
  }

  get port(): number {
    return this.#options.port;
  }

  get opsPort(): number {
    return this.#options.opsPort;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The log of all its lives. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ending> {
    if (!this.isRunning) return this.#child.exitCode ?? this.#child.signalCode ?? 0;
    const exited = once(this.#child, "exit");
    this.#child.kill(signal);
    const [code, by] = await exited;
    return code ?? by;
  }

  /** A new life of a process that has ended. */
  async restart(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.#options.script} still runs`);
    this.#child = this.#spawn();
    await this.#untilReady();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off("exit", this.#killNow);
    if (!this.isRunning) return;
    this.#child.kill("SIGCONT");
    const cut = setTimeout(this.#killNow, stopMs);
    await this.end("SIGKILL");
    clearTimeout(cut);
  }

  readonly #killNow = (): void => void this.#child.kill("SIGKILL");

  #spawn(): ChildProcess {
    const { script, env } = this.#options;
    const child = spawn(process.execPath, [script], { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (this.#output = `${this.#output}${text}`.slice(-keptOutput)));
    return child;
  }

  async #untilReady(): Promise<void> {
    const { script, readyUrl } = this.#options;
    const deadline = Date.now() + startMs;
    for (;;) {
      if (!this.isRunning) throw new Error(`${script} did not start:\n${this.#output}`);
      if (Date.now() > deadline) throw new Error(`${script} is not ready after ${startMs} ms:\n${this.#output}`);
      if (await answersOk(readyUrl)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Whether a GET is answered with 2xx within a second. */
export const answersOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
