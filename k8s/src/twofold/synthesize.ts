import { App, type Chart } from "cdk8s";
import { beginEvaluation, type Context } from "./context.ts";
import { meaning, meaningOf, type Scope } from "./expression.ts";
import { isTruthy } from "./go-values.ts";
import type { NamedTemplate } from "./named-template.ts";
import { indent, printWhen } from "./print-lines.ts";
import { printMap } from "./print-tree.ts";
import { EvaluatingResolver, KeepingResolver } from "./resolver.ts";
import { type Resource, resourcesOf, type Typed } from "./resource.ts";

/** A cdk8s program; it runs once for each synthesis. */
export type Program = (app: App) => Chart;

/** Files by their paths. */
export type Files = ReadonlyMap<string, string>;

/** Collects the named templates that the files of one chart call. */
export class Templates {
  readonly #used = new Map<string, { readonly template: NamedTemplate; readonly body: string }>();

  /** The scope of one file, and the variables that it declares as it is printed. */
  begin(): { readonly scope: Scope; readonly variables: Map<string, string> } {
    const variables = new Map<string, string>();
    const scope: Scope = {
      root: "",
      known: [],
      use: (template) => this.#use(template),
      declare(name, print) {
        if (!variables.has(name)) variables.set(name, print());
      },
    };
    return { scope, variables };
  }

  #use(template: NamedTemplate): void {
    const body = template.print(this.begin().scope);
    const known = this.#used.get(template.name);
    if (known !== undefined && known.body !== body) throw new Error(`two templates are named ${template.name}`);
    this.#used.set(template.name, { template, body });
  }

  /** _helpers.tpl of each folder for what is named after it (x.folder.y), and one for all others; what is long has a file of its own. */
  print(folders: readonly string[] = []): Files {
    const files = new Map<string, string>();
    for (const { template, body } of [...this.#used.values()].toSorted((a, b) => (a.template.name < b.template.name ? -1 : 1))) {
      const [, first = "", ...rest] = template.name.split(".");
      const isOfFolder = rest.length > 0 && folders.includes(first);
      const own = kebabCase((isOfFolder ? rest : [first, ...rest]).join("-"));
      const file = `_${body.split("\n").length < linesOfOwnFile ? "helpers" : own}.tpl`;
      const path = isOfFolder ? `${first}/${file}` : file;
      const define = `{{/* ${template.about} */}}\n{{- define ${JSON.stringify(template.name)} -}}\n${body}\n{{- end }}\n`;
      files.set(path, [files.get(path) ?? [], define].flat().join("\n"));
    }
    return files;
  }
}

/** From so many lines on a named template has a file of its own. */
const linesOfOwnFile = 20;

const kebabCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The templates of a chart, one file a resource, by the program's tree. */
export function printTemplates(program: Program, templates: Templates): Files {
  const resolver = new KeepingResolver();
  const root = program(new App({ resolvers: [resolver] }));
  return new Map(resourcesOf(root).map((resource) => [`${resource.path}.yaml`, printResource(resource, resolver, templates)]));
}

const order = ["apiVersion", "kind", "metadata", "name", "generateName", "namespace", "labels", "annotations", "type"];
const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);

const ordered = (map: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(Object(map)).toSorted(([a], [b]) => rank(a) - rank(b)));

function printResource(resource: Resource<Typed>, resolver: KeepingResolver, templates: Templates): string {
  const { metadata, ...rest } = ordered(resolver.restore(resource.toJson()));
  const { scope: outside, variables } = templates.begin();
  const holds = resource.condition?.[meaning].print(outside);
  const scope = holds === undefined ? outside : { ...outside, known: [holds] };
  const body = printMap(ordered({ ...rest, metadata: ordered(metadata) }), 0, scope);
  const lines = [...[...variables].map(([name, value]) => indent(0, `{{- $${name} := ${value} }}`)), ...body];
  const all = holds === undefined ? lines : printWhen(0, holds, lines);
  return `${all.join("\n")}\n`;
}

/** A manifest and the path of its file. */
export interface Manifest {
  readonly path: string;
  readonly object: Readonly<Record<string, unknown>>;
}

/** What the templates give under these values, without Helm. */
export function evaluateManifests(program: Program, context: Context): readonly Manifest[] {
  const evaluation = beginEvaluation(context);
  const root = program(new App({ resolvers: [new EvaluatingResolver(evaluation)] }));
  return resourcesOf(root)
    .filter(({ condition }) => condition === undefined || isTruthy(meaningOf(condition).evaluate(evaluation)))
    .map((resource) => ({ path: `${resource.path}.yaml`, object: ordered(resource.toJson()) }));
}
