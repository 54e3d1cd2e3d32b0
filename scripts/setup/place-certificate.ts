import { access, chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeCertificate } from "./certificate.ts";

interface Places {
  readonly cert: string;
  readonly key: string;
  /** Where certbot leaves its answers for nginx. */
  readonly acme: string;
  readonly host: string;
}

/** `kept`: a certificate was there. `shared`: the key is readable by nginx and coturn through their group; `open`: by everybody here. */
export type Placed = "kept" | "shared" | "open";

/** The group that nginx and coturn have in their containers (compose.yaml). */
const containerGroup = 101;

/** Puts a self-signed certificate for `host`, localhost and loopback where none is; touches neither file that exists. */
export async function placeCertificate({ cert, key, acme, host }: Places): Promise<Placed> {
  await mkdir(acme, { recursive: true });
  if ((await exists(cert)) || (await exists(key))) return "kept";
  for (const file of [cert, key]) await mkdir(dirname(file), { recursive: true });

  const made = await makeCertificate([...new Set([host, "localhost", "127.0.0.1", "::1"])]);
  await writeFile(key, made.key, { mode: 0o600, flag: "wx" });
  await writeFile(cert, made.cert, { mode: 0o644, flag: "wx" });
  // Only root may give a file to a group that it is not in.
  const isShared = await chown(key, process.getuid?.() ?? 0, containerGroup).then(
    () => true,
    () => false,
  );
  await chmod(key, isShared ? 0o640 : 0o644);
  return isShared ? "shared" : "open";
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
