import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isInstalled } from "./is-installed.mjs";

const wanted = {
  "": { version: "0.1.0" },
  "packages/auth": { version: "0.1.0" },
  "node_modules/@tgcall/auth": { link: true },
  "node_modules/jose": { version: "6.2.17" },
  "node_modules/@os/win32": { version: "1.0.0", optional: true },
};
const { "": _, "node_modules/@os/win32": __, ...installed } = wanted;

/** A checkout with these lock files; removes itself. */
function checkout(lock: unknown, record: unknown) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "checkout-"));
  mkdirSync(join(folder.path, "node_modules"));
  writeFileSync(join(folder.path, "package-lock.json"), JSON.stringify(lock));
  if (record !== undefined) writeFileSync(join(folder.path, "node_modules/.package-lock.json"), JSON.stringify(record));
  return folder;
}

test("a checkout is installed when every package is there in its version, optional ones of other platforms aside", () => {
  using folder = checkout({ packages: wanted }, { packages: installed });

  expect(isInstalled(folder.path)).toBe(true);
});

test("it is not when a package is missing or has another version", () => {
  const { "node_modules/jose": ___, ...without } = installed;
  using missing = checkout({ packages: wanted }, { packages: without });
  using older = checkout({ packages: wanted }, { packages: { ...installed, "node_modules/jose": { version: "6.2.16" } } });

  expect(isInstalled(missing.path)).toBe(false);
  expect(isInstalled(older.path)).toBe(false);
});

test("it is not when an optional package has another version", () => {
  using folder = checkout({ packages: wanted }, { packages: { ...installed, "node_modules/@os/win32": { version: "0.9.0" } } });

  expect(isInstalled(folder.path)).toBe(false);
});

test("it is not when npm never finished", () => {
  using folder = checkout({ packages: wanted }, undefined);

  expect(isInstalled(folder.path)).toBe(false);
  expect(isInstalled("/nowhere")).toBe(false);
});
