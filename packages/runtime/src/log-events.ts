/** What one event says, for the page that describes them. */
export interface LogEventDescription {
  readonly about: "process" | "request" | "call";
  /** A sentence. */
  readonly meaning: `${string}.`;
  /** What its lines carry beside time, level, service, pod, message and trace id. */
  readonly fields: readonly string[];
}

const requestFields = ["request_id", "method", "route", "status", "duration_ms"] as const;
const peer = ["call_id", "peer_id"] as const;

const process = (meaning: LogEventDescription["meaning"], ...fields: readonly string[]): LogEventDescription => ({
  about: "process",
  meaning,
  fields,
});

const request = (meaning: LogEventDescription["meaning"], ...fields: readonly string[]): LogEventDescription => ({
  about: "request",
  meaning,
  fields: [...fields, ...requestFields],
});

const call = (meaning: LogEventDescription["meaning"], ...fields: readonly string[]): LogEventDescription => ({
  about: "call",
  meaning,
  fields: [...peer, ...fields],
});

/** Every event that is logged, by its fixed name. Names are never changed: people search for them. */
export const logEvents = {
  "call created": request("A call began to exist.", "call_id"),
  "code resolved": request("A one-time code was exchanged for a link.", ...peer),
  "join granted": request("A join link was exchanged for a ticket.", ...peer, "role"),
  "join refused": request("A good join link did not lead in; `problem` says why.", ...peer, "problem"),
  "code issued": request("The initiator got a further one-time code.", ...peer),
  "call read": request("Somebody asked who is in the call.", ...peer),
  "peer kicked": request("The initiator removed a peer.", ...peer, "kicked_peer_id"),
  "call ended": request("The initiator ended the call.", ...peer),
  "outcome reported": request(
    "A page said how setting up (`result`, `setup_ms`) or the call went (`reason`, `talked_ms`).",
    ...[...peer, "browser", "media", "result", "setup_ms", "reason", "talked_ms", "ice_restarts", "reconnects"],
  ),
  request: request("Any other request, and every one that failed; `problem` says why.", ...peer, "problem"),
  "request failed": {
    about: "request",
    meaning: "A request failed by a fault of ours or of the store.",
    fields: ["request_id", "error"],
  },

  "peer connected": call("A peer was admitted: `joined`, `resumed` or with a `new_epoch`.", "kind"),
  "upgrade refused": call(
    "A connection was refused; `problem` says why, and call and peer stand here when the ticket was good.",
    "problem",
  ),
  "upgrade failed": call("A connection was refused by a fault of ours or of the store.", "problem", "error"),
  "first message forwarded": call("The peer's first message since it connected went to another peer, `local` or `remote`.", "route"),
  "first message delivered": call("The peer got its first message from another peer since it connected."),
  "peer asked to move": call("This pod drains and asked the peer to connect elsewhere."),
  "peer disconnected": call("A peer's connection closed with this WebSocket close code.", "code"),
  "peer left": call("A peer said that it leaves."),
  "peer lost": call("A peer's lease ran out, and this pod removed it."),
  "call restored": call("The store had lost the call, and has it back from this pod's memory."),

  listening: process("The process is ready.", "port", "ops_port"),
  "stopping soon": process("The process was told that it will be stopped (SIGUSR2)."),
  stopping: process("The process was told to stop.", "signal"),
  stopped: process("The process ends.", "exit_code", "traces"),
  "stopped at once": process("A second signal ended the process before it was done.", "signal"),
  "step took too long": process("A part of stopping was left behind.", "step", "limit_ms"),
  "step failed": process("A part of stopping failed.", "step", "error"),
  "redis failed": process("A connection to Redis failed; it is made anew.", "error"),
  "turn server not reached": process(
    "The TURN server did not answer over TLS; said once, until it is reached again.",
    "turn_domain",
    "tls_port",
    "error",
  ),
  "task failed": process("Work that nobody waits for failed.", "task", "error"),
  "task waits for the store": process("Work that nobody waits for failed because the store is away.", "task"),
  "ops request failed": process("Health or metrics could not be shown.", "error"),
  "uncaught exception": process("A fault of ours; the process stops.", "error"),
  "unhandled rejection": process("A fault of ours; the process stops.", "error"),
} as const satisfies Readonly<Record<string, LogEventDescription>>;

/** The fixed name of an event. */
export type LogEvent = keyof typeof logEvents;
