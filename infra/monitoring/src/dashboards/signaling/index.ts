import { dashboard } from "../../dashboard.ts";
import { frames } from "./frames.ts";
import { peers } from "./peers.ts";
import { pods } from "./pods.ts";
import { rosters } from "./rosters.ts";

export const signaling = dashboard({
  name: "signaling",
  title: "Signaling pods and drain",
  about: "Whether peers reach each other through the signal service, what its pods carry, and whether a drain loses anybody.",
  rows: [pods, peers, frames, rosters],
});
