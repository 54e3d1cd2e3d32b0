import { readFileSync } from "node:fs";
import { createApiClient } from "@tgcall/client";
import { expect, test } from "vitest";
import { projectName, shell } from "./support/docker.ts";
import { sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const { origin, apiKey, folder } = installation;

/** The blocks of commands that docs/operations.md has under a heading. */
function commandsUnder(heading: string): readonly string[] {
  const text = readFileSync(`${folder}/docs/operations.md`, "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^```\n(.*?)^```$/gms)].map(([, commands]) => commands?.replaceAll("tgcall_", `${projectName}_`) ?? "");
}

test("what the manual backs up is there again after what it says to restore", async () => {
  const api = createApiClient(origin);
  const { callId, joinToken } = await api.create({ initiator_telegram_id: "backup" }, { apiKey });
  const [backUp = "", restore = ""] = commandsUnder("Back up and restore");

  await shell(backUp, { folder });
  await api.end(callId, joinToken);
  await expect(api.join(joinToken)).rejects.toMatchObject({ code: "call_ended" });
  await installation.compose("down");
  await shell(restore, { folder, timeoutMs: 120_000 });

  expect((await api.join(joinToken)).callId).toBe(callId);
});
