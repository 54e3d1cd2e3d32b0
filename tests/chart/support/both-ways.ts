import { isDeepStrictEqual } from "node:util";
import { manifestsOf, ValuesError } from "@tgcall/k8s";
import { isRecord } from "@tgcall/protocol";
import { complaintOf, type Manifest, nameOf, parseManifests, render } from "./helm.ts";

interface Installation {
  readonly values: Readonly<Record<string, unknown>>;
  readonly release: string;
  readonly namespace: string;
}

/** What came of one way: objects by their names, or the sentences that refuse the values. */
type Result = ReadonlyMap<string, unknown> | readonly string[];

/** Texts of a Secret differ wherever they are drawn, and nowhere else; what is the same within one must be so in the other. */
function withoutDrawn(object: Manifest): Manifest {
  if (object["kind"] !== "Secret") return object;
  const drawn: string[] = [];
  const name = (text: string): string => {
    if (!drawn.includes(text)) drawn.push(text);
    return `(drawn ${drawn.indexOf(text)})`;
  };
  const texts = Object.entries<string>(Object(object["stringData"])).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const stringData = Object.fromEntries(texts.map(([key, text]) => [key, text.replaceAll(/[A-Za-z0-9]{48}/g, name)]));
  return { ...object, stringData };
}

const byName = (objects: readonly Manifest[]): Result => new Map(objects.map((object) => [nameOf(object), withoutDrawn(object)]));

async function byHelm({ release, namespace }: Installation, valuesFile: string, chart: string): Promise<Result> {
  try {
    return byName(parseManifests(await render({ values: valuesFile, release, namespace, chart })));
  } catch (error) {
    const sentences = complaintOf(error).match(/^- .*$/gm);
    if (sentences === null) throw new Error(complaintOf(error), { cause: error });
    return sentences;
  }
}

function byUs({ values, release, namespace }: Installation): Result {
  try {
    return byName(manifestsOf(values, { release, namespace }).map(({ object }) => object));
  } catch (error) {
    if (error instanceof ValuesError) return error.message.trim().split("\n");
    throw error;
  }
}

/** Where the ways part, as paths with both values; and whether there was anything to render. */
export async function compare(
  installation: Installation,
  valuesFile: string,
  chart: string,
): Promise<{ readonly differences: readonly string[]; readonly isRefused: boolean }> {
  const [helm, ours] = [await byHelm(installation, valuesFile, chart), byUs(installation)];
  const plain = (result: Result): unknown => (result instanceof Map ? Object.fromEntries(result) : result);
  return { differences: differencesOf(plain(helm), plain(ours), ""), isRefused: Array.isArray(ours) };
}

function differencesOf(helm: unknown, ours: unknown, path: string): readonly string[] {
  if (isDeepStrictEqual(helm, ours)) return [];
  if (!isContainer(helm) || !isContainer(ours)) return [`${path}: Helm ${JSON.stringify(helm)}, we ${JSON.stringify(ours)}`];
  const keys = new Set([...Object.keys(helm), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => differencesOf(Reflect.get(helm, key), Reflect.get(ours, key), `${path}/${key}`));
}

const isContainer = (value: unknown): value is object => isRecord(value) || Array.isArray(value);

/** The values without the groups that sentences begin with, until none applies: most at random could not work. */
export function mend(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const sentences = byUs({ values, release: "tgcall", namespace: "calls" });
  if (!Array.isArray(sentences)) return values;
  const groups = new Set(sentences.flatMap((sentence) => sentence.match(/\b[a-zA-Z]+(?=\.)/g) ?? ["externalRedis"]));
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !groups.has(name)));
  const mended = { ...rest, turn: { domain: "turn.example.com" } };
  return isDeepStrictEqual(mended, values) ? values : mend(mended);
}
