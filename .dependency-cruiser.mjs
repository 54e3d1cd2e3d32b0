/** Who may import whom (docs/architecture.md). The names of libraries are those of folders under node_modules. */
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** What production never loads. */
const testFile = "\\.(test|contract|e2e)\\.tsx?$|/testing/|^tests/";

/** A folder of the repository and all that it may import of the repository beside itself. */
const mayImport = (folder, ...others) =>
  rule(
    `${folder.replaceAll("/", "-")}-imports`,
    `${folder} imports ${others.length === 0 ? "no other folder" : others.join(", ")}.`,
    { path: `^${folder}/` },
    { path: "^(packages|services|web|k8s|infra|loadtest|scripts|tests)/", pathNot: [folder, ...others].map((each) => `^${each}/`) },
  );

/** Only files of `homes`, and tests, import the libraries. */
const oneDoor = (libraries, ...homes) =>
  rule(
    `${libraries[0]?.replaceAll("/", "-")}-has-one-door`,
    `${libraries.join(", ")}: imported by ${homes.join(", ")} alone.`,
    { pathNot: [...homes.map((home) => `^${home}/`), testFile] },
    { path: libraries.map((library) => `(^|/)node_modules/${library}/`) },
  );

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    rule(
      "no-cycles",
      "Two files that import each other are one idea.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    rule("nothing-unresolved", "An import that leads nowhere fails at start.", {}, { couldNotResolve: true, pathNot: "^k6(/|$)" }),

    mayImport("packages/protocol"),
    mayImport("packages/client", "packages/protocol"),
    mayImport("packages/auth", "packages/protocol"),
    mayImport("packages/store", "packages/protocol"),
    mayImport("packages/runtime", "packages/protocol"),
    mayImport("services/api", "packages/(auth|protocol|runtime|store)"),
    mayImport("services/signal", "packages/(auth|protocol|runtime|store)"),
    mayImport("web", "packages/(client|protocol)"),
    mayImport("loadtest", "packages/protocol"),
    mayImport("infra/monitoring", "packages/(protocol|runtime)", "services"),
    mayImport("k8s", "packages/(protocol|runtime)", "services", "infra/monitoring"),
    rule(
      "twofold-knows-no-chart",
      "It is a package of its own: it needs nothing but what its package.json says.",
      { path: "^k8s/src/twofold/", pathNot: testFile },
      { pathNot: "^k8s/src/twofold/|(^|/)node_modules/(cdk8s|constructs|yaml)/", dependencyTypesNot: ["core"] },
    ),
    rule(
      "twofold-has-one-door",
      "It is used as it would be from a registry.",
      { path: "^(k8s/src/(?!twofold/)|scripts|tests|bench)" },
      { path: "^k8s/src/twofold/(?!index\\.ts$)" },
    ),

    rule(
      "packages-have-one-door",
      "Another workspace is imported by its name, which leads to its door, never by a path into it.",
      { path: "^((packages|services|infra)/[^/]+|web|k8s)/" },
      { path: "^(packages|services|infra|web|k8s)/", pathNot: "^$1/", dependencyTypes: ["local"] },
    ),
    rule(
      "protocol-needs-nothing",
      "It runs in browser, Node and k6.",
      { path: "^packages/protocol/", pathNot: testFile },
      { pathNot: "^packages/protocol/" },
    ),
    rule(
      "client-runs-in-browsers",
      "It uses nothing of Node.",
      { path: "^packages/client/", pathNot: testFile },
      { dependencyTypes: ["core"] },
    ),
    rule("main-is-the-end", "A composition root is imported by nobody.", {}, { path: "^services/[^/]+/src/main\\.ts$" }),
    rule(
      "tests-stay-outside",
      "What runs in production knows no test.",
      { path: "^(packages|services|web)/", pathNot: testFile },
      { path: [testFile, "node_modules/vitest/"] },
    ),

    rule(
      "use-cases-know-no-http",
      "They are called with values and answer values.",
      { path: "^services/api/src/use-cases/", pathNot: testFile },
      { path: ["^services/api/src/(?!use-cases/)", "(^|/)node_modules/express/"] },
    ),
    rule(
      "http-knows-no-endpoint",
      "HTTP mechanics serve every endpoint alike.",
      { path: "^services/api/src/http/", pathNot: testFile },
      { path: "^services/api/src/(endpoints/|app\\.ts)" },
    ),
    rule(
      "rooms-know-no-socket",
      "Rooms know members and frames, not what carries them.",
      { path: "^services/signal/src/(rooms?|roster-changes|forward|frame-budget)\\.ts$" },
      { path: ["^services/signal/src/(connection|session|upgrade|gate|echo|pulse|app)\\.ts$", "(^|/)node_modules/ws/"] },
    ),

    oneDoor(["jose"], "packages/auth"),
    oneDoor(["ioredis", "rate-limiter-flexible"], "packages/store"),
    oneDoor(["pino", "prom-client", "@opentelemetry"], "packages/runtime"),
    oneDoor(["express"], "services/api"),
    oneDoor(["ws"], "services/signal"),
    oneDoor(["preact", "@preact"], "web"),
    oneDoor(["cdk8s", "constructs", "kubernetes-models", "@kubernetes-models"], "k8s"),
    oneDoor(["@grafana", "@prometheus-io"], "infra/monitoring"),
    oneDoor(["playwright-core"], "tests/e2e"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages/[^/]+|services/[^/]+|web)/dist/|^artifacts/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
