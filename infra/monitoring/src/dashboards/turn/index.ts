import { dashboard } from "../../dashboard.ts";
import { load } from "./load.ts";
import { relays } from "./relays.ts";
import { server } from "./server.ts";

export const turn = dashboard({
  name: "turn",
  title: "TURN",
  about: "Whether the TURN server is there for those whom networks keep apart, and what it does for them.",
  rows: [server, relays, load],
});
