import { ApiObject, type ApiObjectProps } from "cdk8s";
import type { Construct } from "constructs";
import type { Condition } from "./expression.ts";
import type { Entries } from "./tree.ts";

/** What every object of Kubernetes says of itself. */
export interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object of the chart. Its place in the construct tree names its file; it exists only while the condition holds. */
export class Resource<T extends Typed> extends ApiObject {
  readonly condition: Condition | undefined;

  constructor(scope: Construct, id: string, manifest: Entries<T>, condition?: Condition) {
    // cdk8s hands on what it does not know, and its resolvers see it before anything is written.
    super(scope, id, manifest as unknown as ApiObjectProps);
    this.condition = condition;
  }

  /** The path of its file without ending: the ids from the chart down to it. */
  get path(): string {
    return this.node.scopes
      .slice(2)
      .map(({ node }) => node.id)
      .join("/");
  }
}

/** All resources below the construct, in the order of their making. */
export const resourcesOf = (root: Construct): readonly Resource<Typed>[] =>
  root.node.findAll().filter((each): each is Resource<Typed> => each instanceof Resource);
