import type { Evaluation } from "./context.ts";
import { type Expression, express, meaningOf, printArgument, type Scope, type Value } from "./expression.ts";
import { type NamedTemplate, printInclude } from "./named-template.ts";

/** A secret value that the chart draws once: which Secret keeps it, and under which key. */
export interface KeptSecret {
  /** Begins the names of the templates for this: those of all charts that are installed together are one set. */
  readonly chart: string;
  readonly secret: Expression<string>;
  readonly key: string;
}

/**
 * One that is replaced while pods of before and after run beside each other, in two steps: an even generation has the next value
 * accepted beside the current one, as `previous`; the odd one after it exchanges them. A generation that is skipped draws at once.
 */
export interface RotatedSecret extends KeptSecret {
  readonly generation: Value<number>;
}

/** The annotation of a Secret that says of which generation its values are. */
export const generationAnnotation = "secret-generation";

const length = 48;

const find = `{{- $found := lookup "v1" "Secret" .namespace .secret -}}`;
const findGeneration = `${find}
{{- $wanted := int64 .generation -}}
{{- $held := dig "metadata" "annotations" "${generationAnnotation}" $wanted $found | int64 -}}
{{- $isHeld := eq $held $wanted -}}
{{- $isNext := eq (add1 $held) $wanted -}}
{{- $isAnnouncing := eq (mod $wanted 2) 0 -}}`;

const kept = (chart: string): NamedTemplate => ({
  name: `${chart}.keptSecret`,
  about: "The value that the cluster's Secret holds, drawn when there is none",
  print: () => `${find}
{{- dig "data" .key "" $found | b64dec | default (randAlphaNum ${length}) -}}`,
});

const rotated = (chart: string): NamedTemplate => ({
  name: `${chart}.rotatedSecret`,
  about: "The value that is signed with: what the cluster's Secret holds, exchanged by an odd generation, drawn when there is none",
  print: () => `${findGeneration}
{{- $from := ternary (printf "%s-previous" .key) .key (and $isNext (not $isAnnouncing)) -}}
{{- ternary (dig "data" $from "" $found | b64dec) "" (or $isHeld $isNext) | default (randAlphaNum ${length}) -}}`,
});

const previous = (chart: string): NamedTemplate => ({
  name: `${chart}.previousSecret`,
  about: "The value that is accepted beside it: the next one in an even generation, the one before in an odd one, if any",
  print: () => `${findGeneration}
{{- $next := ternary (randAlphaNum ${length}) "" $isAnnouncing -}}
{{- if or $isHeld (and $isNext $isAnnouncing) -}}
{{ ternary (dig "data" (printf "%s-previous" .key) "" $found | b64dec) "" $isHeld | default $next }}
{{- else -}}
{{ dig "data" .key "" $found | b64dec }}
{{- end -}}`,
});

/** The secret value itself. */
export const keptValue = (of: KeptSecret): Expression<string> =>
  express({
    kind: "text",
    evaluate: (evaluation) => readerOf(of, evaluation).read(of.key) || evaluation.random(length),
    print: (scope) => printCall(kept(of.chart), of, scope),
  });

/** The secret value that is signed with. */
export const rotatedValue = (of: RotatedSecret): Expression<string> =>
  express({
    kind: "text",
    evaluate(evaluation) {
      const { isHeld, isNext, isAnnouncing, read } = rotationOf(of, evaluation);
      const from = isNext && !isAnnouncing ? `${of.key}-previous` : of.key;
      return (isHeld || isNext ? read(from) : "") || evaluation.random(length);
    },
    print: (scope) => printCall(rotated(of.chart), of, scope),
  });

/** What is accepted beside it; its own key ends in `-previous`. */
export const previousValue = (of: RotatedSecret): Expression<string> =>
  express({
    kind: "text",
    evaluate(evaluation) {
      const { isHeld, isNext, isAnnouncing, read } = rotationOf(of, evaluation);
      if (!isHeld && !(isNext && isAnnouncing)) return read(of.key);
      return (isHeld ? read(`${of.key}-previous`) : "") || (isAnnouncing ? evaluation.random(length) : "");
    },
    print: (scope) => printCall(previous(of.chart), of, scope),
  });

function readerOf({ secret }: KeptSecret, evaluation: Evaluation) {
  const name = String(meaningOf(secret).evaluate(evaluation));
  const found = evaluation.lookup("v1", "Secret", evaluation.release.namespace, name);
  return { found, read: (key: string): string => Buffer.from(found?.data?.[key] ?? "", "base64").toString() };
}

function rotationOf(of: RotatedSecret, evaluation: Evaluation) {
  const { found, read } = readerOf(of, evaluation);
  const wanted = Number(meaningOf(of.generation).evaluate(evaluation));
  const held = Number(found?.metadata?.annotations?.[generationAnnotation] ?? wanted);
  return { read, isHeld: held === wanted, isNext: held + 1 === wanted, isAnnouncing: wanted % 2 === 0 };
}

const printCall = (template: NamedTemplate, of: KeptSecret | RotatedSecret, scope: Scope): string => {
  const generation = "generation" in of ? ` "generation" ${printArgument(meaningOf(of.generation), scope)}` : "";
  return printInclude(
    template,
    scope,
    `(dict "namespace" ${scope.root}.Release.Namespace "secret" ${printArgument(meaningOf(of.secret), scope)} "key" ${JSON.stringify(of.key)}${generation})`,
  );
};
