import { expect, test, vi } from "vitest";
import { ensureDockerEngine } from "./docker-engine.ts";

test("without a Docker engine one sentence says how to get one", () => {
  vi.stubEnv("PATH", "/nowhere");
  expect(ensureDockerEngine).toThrow(/^These tests need a Docker engine and none answers \(.+\): start Docker with .+\.$/);
  vi.unstubAllEnvs();
});
