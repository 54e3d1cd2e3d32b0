import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { freePorts } from "@tgcall/store/testing/free-ports";

const startMs = 10_000;

/** A real coturn on this machine's loopback, which knows peers by credentials of `secret`. */
export interface TurnServer extends AsyncDisposable {
  readonly port: number;
  readonly secret: string;
}

export async function startTurnServer(): Promise<TurnServer> {
  const [port = 0] = await freePorts(1);
  const secret = "a secret of chaos that is long enough to be one";
  const words = ["-n", "--no-cli", "--no-tls", "--no-dtls", "--fingerprint", "--use-auth-secret", `--static-auth-secret=${secret}`];
  const place = ["--realm=chaos", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--allow-loopback-peers", `--listening-port=${port}`];
  const child = spawn("turnserver", [...words, ...place, "--log-file=stdout", "--pidfile="], { stdio: "ignore" });
  const failed = once(child, "error").then(([error]) => {
    throw new Error("coturn is missing, install it: apt-get install -y --no-install-recommends coturn", { cause: error });
  });
  await Promise.race([untilListening(port), failed]);
  const killNow = (): void => void child.kill("SIGKILL");
  process.once("exit", killNow);
  return {
    port,
    secret,
    async [Symbol.asyncDispose]() {
      process.off("exit", killNow);
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + startMs;
  while (!(await accepts(port))) {
    if (Date.now() > deadline) throw new Error("coturn does not listen");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
