import type { Evaluation } from "./context.ts";
import { type Expression, express, meaningOf, printArgument, type Scope, type Value } from "./expression.ts";
import { type NamedTemplate, printInclude } from "./named-template.ts";

/** A secret value that the chart draws once: which Secret keeps it, under which key, and of which generation it must be. */
export interface KeptSecret {
  /** Begins the names of the templates for this: those of all charts that are installed together are one set. */
  readonly chart: string;
  readonly secret: Expression<string>;
  readonly key: string;
  /** Raising it draws anew; the value before is then `previous`. */
  readonly generation: Value<number>;
}

/** The annotation of a Secret that says of which generation its values are. */
export const generationAnnotation = "secret-generation";

const length = 48;

const find = `{{- $found := lookup "v1" "Secret" .namespace .secret -}}
{{- $wanted := .generation | toString -}}
{{- $isWanted := eq (dig "metadata" "annotations" "${generationAnnotation}" $wanted $found) $wanted -}}`;

const kept = (chart: string): NamedTemplate => ({
  name: `${chart}.keptSecret`,
  about: "The value that the cluster's Secret holds, drawn anew when there is none or when the generation has changed",
  print: () => `${find}
{{- if and $isWanted (dig "data" .key "" $found) -}}
{{ dig "data" .key "" $found | b64dec }}
{{- else -}}
{{ randAlphaNum ${length} }}
{{- end -}}`,
});

const previous = (chart: string): NamedTemplate => ({
  name: `${chart}.previousSecret`,
  about: "The value of the generation before, for as long as it is still accepted; empty when there is none",
  print: () => `${find}
{{- dig "data" (ternary (printf "%s-previous" .key) .key $isWanted) "" $found | b64dec -}}`,
});

/** The secret value itself. */
export const keptValue = (of: KeptSecret): Expression<string> =>
  express({
    kind: "text",
    evaluate(evaluation) {
      const { isWanted, read } = findSecret(of, evaluation);
      return (isWanted ? read(of.key) : "") || evaluation.random(length);
    },
    print: (scope) => printCall(kept(of.chart), of, scope),
  });

/** What it was before the generation changed; its own key ends in `-previous`. */
export const previousValue = (of: KeptSecret): Expression<string> =>
  express({
    kind: "text",
    evaluate(evaluation) {
      const { isWanted, read } = findSecret(of, evaluation);
      return read(isWanted ? `${of.key}-previous` : of.key);
    },
    print: (scope) => printCall(previous(of.chart), of, scope),
  });

interface Found {
  /** Whether the Secret is of the generation that is wanted, or there is none. */
  readonly isWanted: boolean;
  /** The text under a key; empty where there is none. */
  readonly read: (key: string) => string;
}

function findSecret({ secret, generation }: KeptSecret, evaluation: Evaluation): Found {
  const name = String(meaningOf(secret).evaluate(evaluation));
  const found = evaluation.lookup("v1", "Secret", evaluation.release.namespace, name);
  const wanted = String(meaningOf(generation).evaluate(evaluation));
  return {
    isWanted: (found?.metadata?.annotations?.[generationAnnotation] ?? wanted) === wanted,
    read: (key) => Buffer.from(found?.data?.[key] ?? "", "base64").toString(),
  };
}

const printCall = (template: NamedTemplate, { secret, key, generation }: KeptSecret, scope: Scope): string =>
  printInclude(
    template,
    scope,
    `(dict "namespace" ${scope.root}.Release.Namespace "secret" ${printArgument(meaningOf(secret), scope)} "key" ${JSON.stringify(key)} "generation" ${printArgument(meaningOf(generation), scope)})`,
  );
