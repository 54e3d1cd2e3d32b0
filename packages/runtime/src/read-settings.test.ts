import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Environment, readSettings, SettingsError } from "./read-settings.ts";
import { choice, integer, list, optional, saidInProduction, secret, secretList, text } from "./setting.ts";

const strong = "N7vK2pQ9xW4mZ8tR5yB1cD6fG3hJ0kLs";
const table = {
  NAME: text("what it is called"),
  GREETING: text("what it says", "hello"),
  KEY: secret("signs things", "tgcall-development-key-of-every-checkout"),
  OLD_KEY: optional(secret("still verifies things")),
  WORKERS: integer("how many work", 4, { min: 1, max: 16 }),
  MODE: saidInProduction(choice("who may enter", ["open", "closed"], "open")),
  TAGS: list("what it is labelled with"),
};

const development = { production: false };
const production = { production: true };

const problemsOf = (env: Environment, options: { readonly production: boolean }): readonly string[] => {
  try {
    readSettings(table, env, options);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
};

describe("settings", () => {
  test("are what the environment says, else what the table says", () => {
    const settings = readSettings(table, { NAME: "a", WORKERS: "16", TAGS: "x, y,,", KEY: "short" }, development);

    expect(settings).toEqual({
      NAME: "a",
      GREETING: "hello",
      KEY: "short",
      OLD_KEY: undefined,
      WORKERS: 16,
      MODE: "open",
      TAGS: ["x", "y"],
    });
  });

  test("that are empty count as unset", () => {
    expect(readSettings(table, { NAME: "a", GREETING: "", WORKERS: "" }, development)).toMatchObject({ GREETING: "hello", WORKERS: 4 });
    expect(problemsOf({ NAME: "" }, development)).toEqual(["NAME is required: what it is called"]);
  });

  test("that are wrong are all named at once, and no value is", () => {
    const read = (): unknown => readSettings(table, { WORKERS: "planted-1", MODE: "planted-2", KEY: "planted-3" }, production);

    expect(read).toThrow(
      [
        "bad configuration",
        "  NAME is required: what it is called",
        "  KEY must have at least 32 characters in production",
        "  WORKERS must be a whole number from 1 to 16",
        "  MODE must be one of open, closed",
      ].join("\n"),
    );
    expect(read).not.toThrow(/planted/);
  });

  test("must be said in production where the fallback serves development alone", () => {
    expect(problemsOf({ NAME: "a" }, development)).toEqual([]);
    expect(problemsOf({ NAME: "a" }, production)).toEqual([
      "KEY is required in production: signs things",
      "MODE is required in production: who may enter",
    ]);
    expect(problemsOf({ NAME: "a", KEY: strong, MODE: "open" }, production)).toEqual([]);
  });
});

describe("a secret in production", () => {
  test.each([
    ["of 31 characters", strong.slice(1), "must have at least 32 characters in production"],
    ["that development falls back to", "tgcall-development-key-of-every-checkout", "is a known default, choose another"],
    ["from a sample", "change-me-change-me-change-me-change-me", "is a known default, choose another"],
    ["from another sample", "your-super-secret-key-please-change-it", "is a known default, choose another"],
  ])("%s is refused", (_, value, problem) => {
    expect(problemsOf({ NAME: "a", MODE: "open", KEY: value }, production)).toEqual([`KEY ${problem}`]);
    expect(problemsOf({ NAME: "a", MODE: "open", KEY: strong, OLD_KEY: value }, production)).toEqual([`OLD_KEY ${problem}`]);
  });

  test("may stand in a list at any length, but not be a sample", () => {
    const keys = { KEYS: secretList("who may enter") };

    expect(readSettings(keys, { KEYS: "k1,k2" }, production)).toEqual({ KEYS: ["k1", "k2"] });
    expect(() => readSettings(keys, { KEYS: "k1,changeme" }, production)).toThrow("KEYS is a known default");
  });
});

describe("a file named by NAME_FILE", () => {
  test("gives the value, without its last line end", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "settings-"));
    const file = join(folder.path, "name");
    writeFileSync(file, "from a file\n");

    expect(readSettings(table, { NAME_FILE: file }, development).NAME).toBe("from a file");
  });

  test("that is empty counts as unset", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "settings-"));
    const file = join(folder.path, "name");
    writeFileSync(file, "\n");

    expect(problemsOf({ NAME_FILE: file }, development)).toEqual(["NAME is required: what it is called"]);
  });

  test("beside a value is refused, beside an empty one it is not", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "settings-"));
    const file = join(folder.path, "name");
    writeFileSync(file, "a");

    expect(problemsOf({ NAME: "b", NAME_FILE: file }, development)).toEqual(["NAME and NAME_FILE are both set, set one"]);
    expect(problemsOf({ NAME: "", NAME_FILE: file }, development)).toEqual([]);
  });

  test("that cannot be read is named by its setting alone", () => {
    expect(problemsOf({ NAME_FILE: "/nowhere/planted" }, development)).toEqual(["NAME_FILE names a file that cannot be read"]);
  });

  test("of over 64 KiB is refused", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "settings-"));
    const file = join(folder.path, "name");
    writeFileSync(file, "x".repeat(65_537));

    expect(problemsOf({ NAME_FILE: file }, development)).toEqual(["NAME_FILE names a file over 64 KiB"]);
  });
});

describe("a rule between settings", () => {
  const rules = [
    {
      reads: ["MODE", "OLD_KEY"],
      problem: ({ MODE, OLD_KEY }: { readonly MODE: string; readonly OLD_KEY: string | undefined }): string | undefined =>
        MODE === "closed" && OLD_KEY === undefined ? "OLD_KEY is required while MODE is closed" : undefined,
    },
  ] as const;

  test("adds its problem to the others", () => {
    expect(() => readSettings(table, { MODE: "closed", WORKERS: "x" }, { production: false, rules })).toThrow(
      /NAME is required.*\n.*WORKERS must be.*\n {2}OLD_KEY is required while MODE is closed/,
    );
  });

  test("is not asked while a setting that it reads is wrong by itself", () => {
    expect(() => readSettings(table, { NAME: "a", MODE: "nonsense" }, { production: false, rules })).toThrow(
      /^bad configuration\n {2}MODE must be one of open, closed$/,
    );
  });
});
