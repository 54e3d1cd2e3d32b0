import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether `node_modules` holds what `package-lock.json` says. npm writes its own record, `node_modules/.package-lock.json`,
 * as the last step of every install, so a broken-off one counts as none and a hand-made `npm install` is respected.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    // Optional packages are those of other platforms.
    const present = Object.hasOwn(installed, path) ? installed[path] : undefined;
    const isThere = present === undefined ? optional === true : present.version === version;
    return isThere || !path.includes("node_modules/");
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string; optional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
