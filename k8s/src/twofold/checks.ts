import type { Evaluation } from "./context.ts";
import { type Condition, meaning, type Scope } from "./expression.ts";
import { isTruthy } from "./go-values.ts";

/** A combination of values that does not work, and the sentence that mends it. */
export interface Check {
  readonly wrong: Condition;
  readonly mend: string;
}

/** A template that renders nothing, and fails with every sentence that applies, all at once. */
export const printChecks = (checks: readonly Check[], scope: Scope): string =>
  [
    "{{- $wrong := list }}",
    ...checks.flatMap(({ wrong, mend }) => [
      `{{- if ${wrong[meaning].print(scope)} }}`,
      `{{- $wrong = append $wrong ${JSON.stringify(mend)} }}`,
      "{{- end }}",
    ]),
    "{{- with $wrong }}",
    '{{- fail (printf "\\n- %s" (join "\\n- " .)) }}',
    "{{- end }}",
    "",
  ].join("\n");

/** The sentences that apply. */
export const brokenChecks = (checks: readonly Check[], evaluation: Evaluation): readonly string[] =>
  checks.filter(({ wrong }) => isTruthy(wrong[meaning].evaluate(evaluation))).map(({ mend }) => mend);
