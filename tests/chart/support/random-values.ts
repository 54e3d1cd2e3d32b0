import { readFileSync } from "node:fs";
import { isRecord } from "@tgcall/protocol";
import { chartFolder } from "./helm.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Texts that YAML, Go or Helm might take for something else. */
const hostileTexts =
  '|plain|yes|no|on|null|~|true|012|0x1F|1e3|1_000|12:30:45|1.10|-|- a|: b|a: b|#c|a #c|"q"|it\'s|back\\slash| lead|trail |{{ .Values.x }}|}}|<b>&amp;</b>|ünï→|*a|&a|!t|%d|@x|`bt`|[1]|{a}|2024-01-01|0.1e-5|+1|0o7|.inf|=|<<|a-b|example.com|/x|/a/b|10.0.0.1|2001:db8::1|https://a.example:8443|http://b|redis://r:1|rediss+cluster://a:6379,b/|http://c:4318|rediss+sentinel://a,b/m|5/60|64Mi|2Gi|30s|256mb|0.25|v1.2.3|123456:token'.split(
    "|",
  );
const digest = `sha256:${"a".repeat(64)}`;

/** Numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values that the chart's schema accepts, most of them left to the chart; what hardly any installation works without is said. */
export function randomValues(random: () => number): Record<string, unknown> {
  const schema: Schema = JSON.parse(readFileSync(`${chartFolder}/values.schema.json`, "utf8"));
  const generator = new Generator(random, Object(schema["definitions"]));
  const { extraObjects, ...values } = generator.object(schema, 0.25);
  const turn = isRecord(values["turn"]) ? values["turn"] : {};
  const { udpPort, tlsPort, publicTlsPort, ...otherTurn } = turn;
  return {
    ...values,
    domain: "call.example.com",
    turn: { ...otherTurn, ...(random() < 0.2 ? turn : {}), domain: "turn.example.com" },
    extraObjects: (Array.isArray(extraObjects) ? extraObjects : []).map((_, index) => generator.addedObject(index)),
  };
}

class Generator {
  readonly #random: () => number;
  readonly #definitions: Readonly<Record<string, Schema>>;

  constructor(random: () => number, definitions: Readonly<Record<string, Schema>>) {
    this.#random = random;
    this.#definitions = definitions;
  }

  object(schema: Schema, share: number): Record<string, unknown> {
    const properties = Object.entries(isRecord(schema["properties"]) ? schema["properties"] : {});
    const required: unknown = schema["required"];
    return Object.fromEntries(
      properties
        .filter(
          ([name, each]) =>
            Object(each).type === "object" || (Array.isArray(required) && required.includes(name)) || this.#random() < share,
        )
        .map(([name, each]) => [name, this.value(Object(each), share)]),
    );
  }

  /** What a user may add: any texts, and templates that refer to something. */
  addedObject(index: number): Record<string, unknown> {
    const template = this.#pick(["{{ .Release.Name }}", "{{- $.Values.domain -}}", "{{ .Values.config.maxPeersPerCall }}"]);
    const data = { plain: this.#text({}), template, around: `${this.#pick(["a ", "5", ""])}${template} ${this.#pick(["b", ": c", ""])}` };
    return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: `added-${index}-{{ .Release.Namespace }}` }, data };
  }

  /** A part of a manifest says little of what it could. */
  #resolve(schema: Schema): Schema {
    const refers = schema["$ref"];
    if (typeof refers === "string") return Object(this.#definitions[refers.replace("#/definitions/", "")]);
    const [first, second] = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
    if (!isRecord(first) || !isRecord(second)) return schema;
    const base = this.#resolve(first);
    const more = Object.entries(Object(second["properties"])).map(([name, each]) => [
      name,
      { ...Object(Object(base["properties"])[name]), ...Object(each) },
    ]);
    return { ...base, properties: { ...Object(base["properties"]), ...Object.fromEntries(more) } };
  }

  value(given: Schema, usual: number): unknown {
    const schema = this.#resolve(given);
    const share = schema === given ? usual : 0.15;
    if (Array.isArray(schema["enum"])) return this.#pick(schema["enum"]);
    if (Array.isArray(schema["oneOf"])) return this.value(this.#pick(schema["oneOf"].map(Object)), share);
    if (schema["format"] === "date-time") return "2024-01-01T00:00:00Z";
    switch (schema["type"]) {
      case "boolean":
        return this.#random() < 0.5;
      case "integer":
      case "number":
        return this.#integer(schema);
      case "string":
        return this.#text(schema);
      case "array":
        return Array.from({ length: this.#pick([0, 1, 2]) }, () => this.value(Object(schema["items"]), 1));
      default:
        return this.#map(schema, share);
    }
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.#random() * from.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }

  #integer(schema: Schema): number {
    const [low, high] = [Number(schema["minimum"] ?? 0), Number(schema["maximum"] ?? 2 ** 40)];
    const usual = [
      low,
      low + 1,
      Number(schema["default"] ?? low),
      53,
      443,
      999_999,
      1_000_000,
      20_000_000,
      high,
      low + Math.floor(this.#random() * (high - low)),
    ];
    return this.#pick(usual.filter((each) => each >= low && each <= high));
  }

  #text(schema: Schema): string {
    const pattern = new RegExp(String(schema["pattern"] ?? ""), "u");
    const refused: unknown = Object(schema["not"]).enum;
    const fits = (text: string): boolean =>
      pattern.test(text) && text.length >= Number(schema["minLength"] ?? 0) && !(Array.isArray(refused) && refused.includes(text));
    return this.#pick([String(schema["default"] ?? ""), ...hostileTexts, digest].filter(fits));
  }

  #map(schema: Schema, share: number): Record<string, unknown> {
    if (isRecord(schema["properties"]) && schema["additionalProperties"] === false) return this.object(schema, share);
    if (isRecord(schema["properties"])) return { ...this.object(schema, 1), more: this.#text({}) };
    const of = schema["additionalProperties"];
    const names = Array.from({ length: this.#pick([0, 1, 3]) }, (_, index) => `key${index}${this.#pick(["", "/x", ".y"])}`);
    if (isRecord(of)) return Object.fromEntries(names.map((name) => [name, this.value(of, share)]));
    return this.#pick([
      {},
      { a: 1 },
      { name: this.#text({}), value: this.#text({}) },
      { n: { deep: [1, "two", true, this.#text({})], big: 5_000_000 } },
    ]);
  }
}
