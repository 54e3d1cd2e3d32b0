import { readFileSync } from "node:fs";

/** A Lua script as ioredis defines it. */
export interface RedisScript {
  readonly name: string;
  readonly command: `tgcall:${string}`;
  readonly lua: string;
}

const read = (name: string): string => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");

const script = (name: string, ...preludes: readonly string[]): RedisScript => ({
  name,
  command: `tgcall:${name}`,
  lua: [...preludes, name].map(read).join("\n"),
});

const transition = (name: string): RedisScript => script(name, "time", "call");
const leaseIndex = (name: string): RedisScript => script(name, "time", "leases");

/** One script a transition; each is atomic, on Redis' clock and within one cluster slot. */
export const redisScripts = {
  create: transition("create"),
  end: transition("end"),
  join: transition("join"),
  restore: transition("restore"),
  renew: transition("renew"),
  drop: transition("drop"),
  leave: transition("leave"),
  update: transition("update"),
  readCall: transition("read-call"),
  readRoster: transition("read-roster"),
  kick: transition("kick"),
  reap: transition("reap"),

  hint: leaseIndex("hint"),
  tick: leaseIndex("tick"),
  settle: leaseIndex("settle"),
  overdue: leaseIndex("overdue"),

  issue: script("issue"),
  consume: script("consume"),
} as const;
