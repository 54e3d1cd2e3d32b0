import type { Report } from "./report.ts";

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { width: 100%; border-collapse: collapse; margin: 1rem 0 2rem; }
  caption { text-align: start; font-weight: 600; padding-block: .5rem; }
  th, td { text-align: start; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
  td { font-variant-numeric: tabular-nums; }
  .kept { color: light-dark(#0a6b2d, #6fdc8c); }
  .broken { color: light-dark(#b3141d, #ff8389); font-weight: 600; }`;

/** One page for an operator: was each objective kept, and what was measured beside. */
export function renderPage({ scenario, about, url, callsPerSecond, finishedAt, seconds, passed, objectives, figures }: Report): string {
  const verdict = passed ? "every objective was kept" : "not every objective was kept";
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${literal(scenario)}: ${verdict}</title>
<style>${style}
</style>
<h1>Load test “${literal(scenario)}”: <span class="${passed ? "kept" : "broken"}">${verdict}</span></h1>
<p>${literal(about)}<br>${literal(url)}, ${callsPerSecond} new calls a second, ${seconds} s until ${finishedAt}.
Times are as the load generator sees them. <a href="${literal(scenario)}-timeline.html">Over time</a></p>
<table>
<caption>Objectives</caption>
<tr><th scope="col">Promise<th scope="col">Measured<th scope="col">Bound<th scope="col">Kept</tr>
${objectives.map((row) => cells([row.about, row.measured, row.promised], row.isKept)).join("\n")}
</table>
<table>
<caption>Measured beside</caption>
${figures.map((row) => cells(row)).join("\n")}
</table>
</html>
`;
}

function cells(texts: readonly string[], isKept?: boolean): string {
  const kept = isKept === undefined ? "" : `<td class="${isKept ? "kept" : "broken"}">${isKept ? "yes" : "no"}`;
  return `<tr>${texts.map((text, index) => (index === 0 ? `<th scope="row">${literal(text)}` : `<td>${literal(text)}`)).join("")}${kept}</tr>`;
}

const literal = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
