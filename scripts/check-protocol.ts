/** Fails unless every rule of docs/protocol.md stands in a test's title, and every rule that a title quotes is defined. */
import { globSync, readFileSync } from "node:fs";
import { compareRules, definedRules, quotedRules } from "./check/protocol-rules.ts";

const tests = globSync("{packages,services,web,tests}/**/*.{test,contract,e2e}.{ts,tsx}", { exclude: ["**/node_modules/**"] });
const defined = definedRules(readFileSync("docs/protocol.md", "utf8"));
const quoted = new Set(tests.flatMap((file) => quotedRules(readFileSync(file, "utf8"))));

const problems = defined.length === 0 ? ["docs/protocol.md defines no rule"] : compareRules(defined, quoted);
for (const problem of problems) console.error(problem);
console.log(`${defined.length} rules, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
