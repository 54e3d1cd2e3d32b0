import { dashboard } from "../../dashboard.ts";
import { answers } from "./answers.ts";
import { bus } from "./bus.ts";
import { server } from "./server.ts";

export const redis = dashboard({
  name: "redis",
  title: "Redis and bus",
  about: "Whether the store answers in time, whether frames pass between pods, and how full the store is.",
  rows: [answers, bus, server],
});
