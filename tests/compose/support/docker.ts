import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

interface RunOptions {
  /** Where compose finds its files. */
  readonly folder?: string;
  readonly timeoutMs?: number;
}

/** Apart from an installation that may run on the same machine. */
export const projectName = "tgcall-test";

/** What a docker command wrote, on both streams; rejects with that when it fails. */
export const docker = (words: readonly string[], options: RunOptions = {}): Promise<string> => run("docker", words, options);

/** What commands for a person's shell wrote, one after another until one fails. */
export const shell = (commands: string, options: RunOptions): Promise<string> => run("sh", ["-ec", commands], options);

/** Of this process's environment the command sees what leads to the engine, and no setting of ours. */
async function run(command: string, words: readonly string[], { folder, timeoutMs = 60_000 }: RunOptions): Promise<string> {
  const { PATH, HOME, DOCKER_HOST, DOCKER_CONFIG, DOCKER_CONTEXT, DOCKER_CERT_PATH, DOCKER_TLS_VERIFY } = process.env;
  const engine = { PATH, HOME, DOCKER_HOST, DOCKER_CONFIG, DOCKER_CONTEXT, DOCKER_CERT_PATH, DOCKER_TLS_VERIFY };
  const { stdout, stderr } = await execute(command, [...words], {
    cwd: folder,
    env: { ...engine, COMPOSE_PROJECT_NAME: projectName },
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  return `${stdout}${stderr}`;
}
