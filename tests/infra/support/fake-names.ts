import { chmodSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A `getent` that a test commands. */
interface FakeNames extends Disposable {
  /** A PATH that has it first. */
  readonly path: string;
  say(name: string, addresses: readonly string[]): void;
  /** How often names were asked for. */
  asked(): number;
}

/** Puts a `getent` of our own before the machine's. */
export function fakeNames(): FakeNames {
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-names-"));
  const script = `#!/bin/sh\necho asked >>"${folder.path}/asked"\nwhile read -r address; do echo "$address STREAM $2"; done <"${folder.path}/$2"\n`;
  writeFileSync(join(folder.path, "getent"), script);
  chmodSync(join(folder.path, "getent"), 0o755);
  return {
    path: `${folder.path}${delimiter}${process.env["PATH"]}`,
    say: (name, addresses) => writeFileSync(join(folder.path, name), addresses.map((address) => `${address}\n`).join("")),
    asked: () => readFileSync(join(folder.path, "asked"), "utf8").split("\n").length,
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
