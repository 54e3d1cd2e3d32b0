import { release } from "../../twofold/index.ts";
import type { Component } from "../names.ts";

/** What every object of a component says of itself. */
export const metadataOf = ({ name, labels }: Component) => ({ name, namespace: release.namespace, labels });
