/**
 * Whether a version of Node is one that the package declares.
 *
 * @param version as in `process.versions.node`
 * @param engines as in package.json: `>=` and a version
 */
export function supportsNode(version: string, engines: string): boolean {
  const numbers = (text: string) => text.replace(">=", "").split(".").map(Number);
  const [found, least] = [numbers(version), numbers(engines)];
  for (const [place, wanted] of least.entries()) {
    if (found[place] !== wanted) return (found[place] ?? 0) > wanted;
  }
  return true;
}
