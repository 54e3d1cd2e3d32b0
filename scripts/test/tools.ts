import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that tests start, and the packages that bring it. */
interface Tool {
  readonly binaries: readonly string[];
  readonly debian: string;
  readonly homebrew: string;
}

/** The programs that tests need beside Node. */
export const tools = {
  redis: { binaries: ["redis-server"], debian: "redis-server", homebrew: "redis" },
  chromium: { binaries: ["chromium", "chromium-browser", "google-chrome"], debian: "chromium", homebrew: "--cask chromium" },
  nginx: { binaries: ["nginx"], debian: "nginx-light", homebrew: "nginx" },
  sslscan: { binaries: ["sslscan"], debian: "sslscan", homebrew: "sslscan" },
  coturn: { binaries: ["turnserver"], debian: "coturn", homebrew: "coturn" },
  redisExporter: {
    binaries: ["prometheus-redis-exporter"],
    debian: "prometheus-redis-exporter",
    homebrew: "prometheus-redis-exporter",
  },
  prometheus: { binaries: ["promtool"], debian: "prometheus", homebrew: "prometheus" },
  iptables: { binaries: ["iptables"], debian: "iptables", homebrew: "iptables" },
  certutil: { binaries: ["certutil"], debian: "libnss3-tools", homebrew: "nss" },
  iproute: { binaries: ["ip"], debian: "iproute2", homebrew: "iproute2mac" },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** The tools that none of the folders in `path` holds. */
export const missingTools = (names: readonly ToolName[], path: string): readonly ToolName[] =>
  names.filter(
    (name) => !tools[name].binaries.some((binary) => path.split(delimiter).some((folder) => isExecutable(join(folder, binary)))),
  );

/** The command that brings the tools on this platform. */
export const installCommand = (names: readonly ToolName[], platform: NodeJS.Platform): string =>
  platform === "darwin"
    ? names.map((name) => `brew install ${tools[name].homebrew}`).join(" && ")
    : `apt-get update && apt-get install -y --no-install-recommends ${names.map((name) => tools[name].debian).join(" ")}`;

/** Installs what is missing where that needs nobody's leave (root on Debian or Ubuntu); throws with the command to run elsewhere. */
export function ensureTools(names: readonly ToolName[], path: string): void {
  const missing = missingTools(names, path);
  if (missing.length === 0) return;
  const command = installCommand(missing, process.platform);
  const mayInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (mayInstall) {
    console.log(`Installing ${missing.join(", ")} (apt-get install) …`);
    spawnSync("sh", ["-c", command], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  const stillMissing = missingTools(missing, path);
  if (stillMissing.length > 0) throw new Error(`${stillMissing.join(", ")} is missing, install it: ${command}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
