import type { Attributes, AttributeValue } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { redactText } from "./redact.ts";

/** An exporter that hands on spans without queries, fragments, commands' arguments, messages of errors, headers, tokens and addresses. */
export const withoutSecrets = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => exporter.export(spans.map(redactSpan), done),
  shutdown: () => exporter.shutdown(),
  forceFlush: async () => exporter.forceFlush?.(),
});

// A span's own getters read its private state, so the copy inherits them.
const redactSpan = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    name: { value: redactText(span.name) },
    attributes: { value: redactAttributes(span.attributes) },
    events: { value: span.events.map((event) => ({ ...event, attributes: redactAttributes(event.attributes ?? {}) })) },
    links: { value: span.links.map((link) => ({ ...link, attributes: redactAttributes(link.attributes ?? {}) })) },
    // The message repeats an error's, which may quote a request's body.
    status: { value: { code: span.status.code } },
  });

const dropped =
  /^(?:url\.query|url\.fragment|exception\.message|http\.(?:request|response)\.header\..*|client\..*|network\.peer\..*|net\.peer\..*|http\.client_ip|user_agent\..*)$/;

/** Attributes that may leave the process. */
export function redactAttributes(attributes: Attributes): Attributes {
  const kept = Object.entries(attributes).filter(([name]) => !dropped.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, redactAttribute(name, value)]));
}

function redactAttribute(name: string, value: AttributeValue | undefined): AttributeValue | undefined {
  if (Array.isArray(value)) return value.map((entry) => (typeof entry === "string" ? redactText(entry) : entry)) as AttributeValue;
  if (typeof value !== "string") return value;
  if (name === "db.query.text" || name === "db.statement") return value.split(" ", 1)[0];
  if (name === "exception.stacktrace") return framesOf(value);
  return redactText(value);
}

const framesOf = (stack: string): string =>
  stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
