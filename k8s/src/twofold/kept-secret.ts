import type { Evaluation } from "./context.ts";
import { type Expression, express, meaningOf, printArgument, type Scope } from "./expression.ts";
import { type NamedTemplate, printInclude } from "./named-template.ts";

/** A secret value that the chart draws once: which Secret keeps it, under which key, and of which generation it must be. */
export interface KeptSecret {
  readonly secret: Expression<string>;
  readonly key: string;
  /** Raising it draws anew; the value before is then `previous`. */
  readonly generation: Expression<number>;
}

/** The annotation of a Secret that says of which generation its values are. */
export const generationAnnotation = "secret-generation";

const length = 48;

const current: NamedTemplate = {
  name: "twofold.kept",
  about: "The value that the cluster's Secret holds, drawn anew when there is none or when the generation has changed",
  print: () => `{{- $found := lookup "v1" "Secret" .namespace .secret -}}
{{- $isOurs := eq (dig "metadata" "annotations" "${generationAnnotation}" .generation $found) .generation -}}
{{- if and $isOurs (dig "data" .key "" $found) -}}
{{ dig "data" .key "" $found | b64dec }}
{{- else -}}
{{ randAlphaNum ${length} }}
{{- end -}}`,
};

const previous: NamedTemplate = {
  name: "twofold.previous",
  about: "The value of the generation before, for as long as it is still accepted; empty when there is none",
  print: () => `{{- $found := lookup "v1" "Secret" .namespace .secret -}}
{{- $isOurs := eq (dig "metadata" "annotations" "${generationAnnotation}" .generation $found) .generation -}}
{{- dig "data" (ternary (printf "%s-previous" .key) .key $isOurs) "" $found | b64dec -}}`,
};

/** The secret value itself. */
export const keptValue = (of: KeptSecret): Expression<string> =>
  lookUp(current, of, (evaluation, found) => found(of.key) ?? evaluation.random(length));

/** What it was before the generation changed; its own key ends in `-previous`. */
export const previousValue = (of: KeptSecret): Expression<string> =>
  lookUp(previous, of, (_evaluation, found, before) => (before === undefined ? (found(`${of.key}-previous`) ?? "") : before));

type Found = (key: string) => string | undefined;

function lookUp(
  template: NamedTemplate,
  { secret, key, generation }: KeptSecret,
  choose: (evaluation: Evaluation, found: Found, before: string | undefined) => string,
): Expression<string> {
  return express({
    kind: "text",
    evaluate(evaluation) {
      const name = String(meaningOf(secret).evaluate(evaluation));
      const object = evaluation.lookup("v1", "Secret", evaluation.release.namespace, name);
      const wanted = String(meaningOf(generation).evaluate(evaluation));
      const isOurs = (object?.metadata?.annotations?.[generationAnnotation] ?? wanted) === wanted;
      const read: Found = (each) => decode(object?.data?.[each]);
      return choose(evaluation, isOurs ? read : () => undefined, isOurs ? undefined : (read(key) ?? ""));
    },
    print: (scope) =>
      `${printInclude(template, { ...scope, root: "" }).replace(/ \.$/, "")} (dict "namespace" ${scope.root}.Release.Namespace "secret" (${meaningOf(secret).print(scope)}) "key" ${JSON.stringify(key)} "generation" ${printGeneration(generation, scope)})`,
  });
}

const printGeneration = (generation: Expression<number>, scope: Scope): string => {
  const of = meaningOf(generation);
  return /^\d+$/.test(of.print(scope)) ? JSON.stringify(of.print(scope)) : `(${printArgument(of, scope)} | toString)`;
};

const decode = (base64: string | undefined): string | undefined =>
  base64 === undefined || base64 === "" ? undefined : Buffer.from(base64, "base64").toString("utf8");
