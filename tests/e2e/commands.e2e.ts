import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "./support/start-process.ts";
import { startProduct } from "./support/start-product.ts";

const run = promisify(execFile);

test("the commands of the README work as they stand there", async () => {
  await using product = await startProduct();

  const words = ["-s", "-X", "POST", `${product.apiOrigin}/api/call/create`, "-H", "Content-Type: application/json"];
  const created = JSON.parse((await run("curl", [...words, "-d", '{"initiator_telegram_id":"test"}'])).stdout);
  expect(created).toMatchObject({ joinUrl: expect.stringMatching(/\/join#token=eyJ/), code: expect.stringMatching(/^[0-9A-Z]{8}$/) });

  const { stdout } = await run("npm", ["run", "--silent", "token", "--", "--call", created.callId, "--role", "participant"], { cwd: root });
  const answer = await fetch(`${product.apiOrigin}/api/join`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: stdout.trim() }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    callId: created.callId,
    role: "participant",
    wsUrl: expect.stringMatching(/^ws:\/\/.*\/ws$/),
  });
});
