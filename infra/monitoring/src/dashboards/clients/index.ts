import { dashboard } from "../../dashboard.ts";
import { browsers } from "./browsers.ts";
import { paths } from "./paths.ts";
import { steadiness } from "./steadiness.ts";

export const clients = dashboard({
  name: "clients",
  title: "Client quality by path and browser",
  about:
    "What pages report when they are in, and when the call is over: nothing of it names anybody. Missing where CLIENT_REPORTS is refuse.",
  rows: [paths, browsers, steadiness],
});
