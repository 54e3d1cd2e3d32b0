import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";
import type { LogEvent } from "./log-events.ts";
import { redact } from "./redact.ts";
import { currentTraceId } from "./trace-id.ts";

/** Names in camelCase; the lines say them in snake_case (`callId` as `call_id`). What is `undefined` is left out. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes events, one line each; what varies stands in `fields`. */
export interface Logger {
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
  /** A logger whose lines carry these fields too. */
  child(fields: LogFields): Logger;
}

/** What a process logs about itself, and where to (standard output unless told otherwise). */
export interface LoggerOptions {
  readonly service: string;
  readonly level: string;
  readonly pod?: string;
  readonly destination?: DestinationStream;
}

/** JSON lines with ISO times, level names and the trace id, free of secrets. */
export function createLogger({ service, level, pod, destination }: LoggerOptions): Logger {
  const base = pod === undefined ? { service } : { service, pod };
  const options = {
    level,
    base,
    messageKey: "message",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { trace_id: traceId };
    },
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

/** A logger that writes nothing, for tests and tools. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLogger };

function wrap(lines: PinoLogger): Logger {
  const at =
    (level: "debug" | "info" | "warn" | "error") =>
    (event: LogEvent, fields: LogFields = {}): void => {
      if (lines.isLevelEnabled(level)) lines[level](prepare(fields), event);
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => wrap(lines.child(prepare(fields))),
  };
}

const prepare = (fields: LogFields): Record<string, unknown> => {
  const safe = redact(fields) as Record<string, unknown>;
  const said = Object.entries(safe).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [toSnakeCase(name), value]));
};

const toSnakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
