import type { IncomingMessage } from "node:http";
import { Problem } from "@tgcall/protocol";

const maxBytes = 16 * 1024;
const maxDepth = 32;

/** The JSON body of a request, or `undefined` when it has none; throws what is wrong with it as a `Problem`. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const { "content-length": length = "0", "transfer-encoding": transferEncoding } = request.headers;
  if (length === "0" && transferEncoding === undefined) return undefined;
  refuseForeignTypes(request);
  if (Number(length) > maxBytes) throw tooLarge();
  return parseJson(await collect(request));
}

const tooLarge = (): Problem => new Problem("body_too_large", `a body may have ${maxBytes} bytes`);

function refuseForeignTypes({ headers }: IncomingMessage): void {
  const [type = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  const isJson = type.trim() === "application/json" && parameters.every(isUtf8OrNoCharset);
  const isPlain = (headers["content-encoding"] ?? "identity").toLowerCase() === "identity";
  if (!isJson || !isPlain) throw new Problem("unsupported_media_type", "a body must be application/json in UTF-8, not compressed");
}

const isUtf8OrNoCharset = (parameter: string): boolean => !/^\s*charset\s*=/.test(parameter) || /=\s*"?utf-?8"?\s*$/.test(parameter);

function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const keep = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= maxBytes) return void chunks.push(chunk);
      // The rest is read and dropped, so that the answer reaches a client that still sends.
      request.off("data", keep).resume();
      reject(tooLarge());
    };
    request.on("data", keep);
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
    request.once("close", () => reject(new Problem("bad_request", "the body ended early")));
  });
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const value = decode(bytes);
  if (isDeeper(value, maxDepth)) throw new Problem("bad_request", `the body nests deeper than ${maxDepth} levels`);
  return value;
}

function decode(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // No cause: the parser's error quotes the body.
    throw new Problem("bad_request", "the body is not JSON in UTF-8");
  }
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" && value !== null && (levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1)));
