// Makes the Secrets that the JSON files beside it describe: $(key) is drawn once and kept. $(key:rotated) is exchanged with $(key:previous) by
// each odd generation; the even one before has drawn that, so that all know it when it is signed with. One that is skipped draws at once.
import { randomInt } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { request } from "node:https";

const { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port } = process.env;
const { ACCOUNT_FOLDER: account = "/var/run/secrets/kubernetes.io/serviceaccount" } = process.env;
const limitMs = 10_000;
const generation = "secret-generation";
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const draw = () => Array.from({ length: 48 }, () => alphabet[randomInt(alphabet.length)]).join("");
const decode = (base64) => Buffer.from(base64 ?? "", "base64").toString();
const mapValues = (texts, change) => Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));

/** What the API server answers; a status that is not expected is an error. */
async function ask(method, path, expected, body) {
  const [ca, token] = await Promise.all([readFile(`${account}/ca.crt`), readFile(`${account}/token`, "utf8")]);
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(limitMs);
  const response = await new Promise((resolve, reject) => {
    request({ hostname, port, path, method, ca, headers, signal }, resolve)
      .on("error", reject)
      .end(body && JSON.stringify(body));
  });
  const answer = JSON.parse(Buffer.concat(await response.toArray()).toString());
  if (!expected.includes(response.statusCode)) throw new Error(`${method} ${path} answered ${response.statusCode}: ${answer.message}`);
  return { status: response.statusCode, answer };
}

/** The texts that the Secret shall hold, given the one that there is. */
function fill(wanted, found) {
  const wantedGeneration = Number(wanted.metadata.annotations[generation]);
  const heldGeneration = Number(found?.metadata.annotations?.[generation] ?? wantedGeneration);
  const isHeld = heldGeneration === wantedGeneration;
  const isNext = heldGeneration + 1 === wantedGeneration;
  const isAnnouncing = wantedGeneration % 2 === 0;
  const held = mapValues(found?.data ?? {}, decode);
  const drawn = new Map();
  const textOf = {
    "": (key) => {
      if (!drawn.has(key)) drawn.set(key, held[key] || draw());
      return drawn.get(key);
    },
    ":rotated": (key) => ((isHeld || isNext) && held[isNext && !isAnnouncing ? `${key}-previous` : key]) || draw(),
    ":previous": (key) => {
      if (!isHeld && !(isNext && isAnnouncing)) return held[key] ?? "";
      return (isHeld && held[`${key}-previous`]) || (isAnnouncing ? draw() : "");
    },
  };
  return mapValues(wanted.stringData, (text) => text.replaceAll(/\$\(([\w-]+)(:\w+)?\)/g, (_, key, how = "") => textOf[how](key)));
}

/** One try; false when somebody else was faster. */
async function make(wanted) {
  const { name, namespace } = wanted.metadata;
  const path = `/api/v1/namespaces/${namespace}/secrets`;
  const { status, answer: found } = await ask("GET", `${path}/${name}`, [200, 404]);
  if (status === 404) {
    const made = await ask("POST", path, [201, 409], { ...wanted, stringData: fill(wanted) });
    if (made.status === 201) console.log(`${name}: drawn`);
    return made.status === 201;
  }
  const metadata = {
    ...found.metadata,
    labels: { ...found.metadata.labels, ...wanted.metadata.labels },
    annotations: { ...found.metadata.annotations, ...wanted.metadata.annotations },
  };
  const kept = await ask("PUT", `${path}/${name}`, [200, 409], { ...wanted, metadata, stringData: fill(wanted, found) });
  if (kept.status === 200) console.log(`${name}: kept`);
  return kept.status === 200;
}

const folder = new URL(".", import.meta.url);
for (const file of (await readdir(folder)).filter((each) => each.endsWith(".json"))) {
  const wanted = JSON.parse(await readFile(new URL(file, folder), "utf8"));
  for (let tries = 1; !(await make(wanted)); tries++) {
    if (tries === 5) throw new Error(`${wanted.metadata.name} is changed by others all the time`);
  }
}
