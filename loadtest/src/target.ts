/** What is loaded, from the environment that k6 was given (`-e NAME=value`). */
export const target = {
  /** Where the API answers, without a slash at the end. */
  url: (__ENV["URL"] ?? "http://localhost:3000").replace(/\/+$/, ""),
  /** In place of the WebSocket's address that the API names; empty takes that. */
  wsUrl: __ENV["WS_URL"] ?? "",
  /** The first of the target's `API_KEYS`, where creating calls needs one. */
  apiKey: __ENV["API_KEY"]?.split(",")[0] ?? "",
} as const;
