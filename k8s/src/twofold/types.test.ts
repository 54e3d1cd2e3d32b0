import { Chart, Testing } from "cdk8s";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import { expect, test } from "vitest";
import { each, Resource, splice, when } from "./index.ts";
import { tiny } from "./testing/tiny-chart.ts";

const named = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "x" } } as const;
const selector = { matchLabels: { a: "b" } };
const containers = [{ name: "x" }];

// What is marked must not compile; tsc refuses a mark without an error.
test("a wrong path, field or leaf type does not compile", () => {
  const root = new Chart(Testing.app(), "types");
  const deployment = (id: string, spec: ConstructorParameters<typeof Resource<IDeployment>>[2]): unknown =>
    new Resource<IDeployment>(root, id, spec);

  deployment("right", { ...named, spec: { replicas: tiny.small, selector, template: { spec: { containers } } } });
  deployment("right-when", { ...named, spec: { replicas: when(tiny.isOn, tiny.small), selector, template: { spec: { containers } } } });
  // @ts-expect-error a path that no value has
  deployment("path", { ...named, spec: { replicas: tiny.nested.lever, selector, template: { spec: { containers } } } });
  // @ts-expect-error a text where a number belongs
  deployment("leaf", { ...named, spec: { replicas: tiny.name, selector, template: { spec: { containers } } } });
  // @ts-expect-error a text where a number belongs, under a condition
  deployment("leaf-when", { ...named, spec: { replicas: when(tiny.isOn, tiny.name), selector, template: { spec: { containers } } } });
  // @ts-expect-error a field that Deployments do not have
  deployment("field", { ...named, spec: { replica: 1, selector, template: { spec: { containers } } } });
  // @ts-expect-error a field that containers do not have, deep within a condition
  deployment("deep", { ...named, spec: { selector, template: { spec: { containers: [when(tiny.isOn, { name: "x", imag: "y" })] } } } });
  // @ts-expect-error a list of texts where containers belong
  deployment("items", { ...named, spec: { selector, template: { spec: { containers: [splice(tiny.words)] } } } });
  deployment("loop", {
    ...named,
    // @ts-expect-error an item of a loop has no such field
    spec: { selector, template: { spec: { containers: [each(tiny.hosts, "it", (it) => ({ name: it.hots }))] } } },
  });

  expect(root.node.children).toHaveLength(9);
});
