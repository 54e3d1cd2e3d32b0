import { spawnSync } from "node:child_process";

const install =
  "start Docker with its Compose plugin (25 or newer, https://docs.docker.com/engine/install/), or let DOCKER_HOST name an engine that runs on this machine";

/** Throws with how to get a Docker engine with Compose where none answers. */
export function ensureDockerEngine(): void {
  const complaint = complaintOf("info", "--format", "{{.ServerVersion}}") ?? complaintOf("compose", "version");
  if (complaint !== undefined) throw new Error(`These tests need a Docker engine and none answers (${complaint}): ${install}.`);
}

/** What docker says against this command, in one line. */
function complaintOf(...words: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync("docker", [...words], { encoding: "utf8", timeout: 20_000 });
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split("\n").at(-1) || `docker ${words.join(" ")} ended with ${status}`);
}
