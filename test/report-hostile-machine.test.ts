import { validateStrict } from "ctrf";
import { describe, expect, test } from "vitest";
import { matrixResults } from "../src/verdict/matrix/results-schema.js";
import { readAnnotations } from "./support/annotations-reading.js";
import { hostileInput } from "./support/hostile-input.js";
import { hostileTexts } from "./support/hostile-texts.js";
import { asDorny, asGitLab } from "./support/junit-readings.js";
import { runTool, toolSays } from "./support/outside-tools.js";
import { readCsv } from "./support/read-csv.js";
import { readOpenMetrics } from "./support/read-openmetrics.js";
import { renderNow } from "./support/render-now.js";
import { workFolder } from "./support/work-folder.js";

/** Every machine format of a run in which a text stands at every place: it has the shape of a harmless text's. */
const rendered = (format: string, text: string) => renderNow(format, hostileInput(text));

/** What a reader of each format finds in it, without the texts. */
const shapes: { readonly [format: string]: (content: string) => unknown } = {
  junit: (content) => [asGitLab(content), asDorny(content)].map((cases) => cases.map(({ status }) => status)),
  ctrf: (content) => {
    const report = JSON.parse(content);
    validateStrict(report);
    return report.results.summary.tests;
  },
  csv: (content) => readCsv(content).map(({ length }) => length),
  github: (content) => readAnnotations(content).map(({ kind }) => kind),
  openmetrics: (content) => readOpenMetrics(content).map(({ name }) => name),
  "badge-json": (content) => Object.keys(JSON.parse(content)),
  json: (content) =>
    matrixResults()
      .parse(JSON.parse(content))
      .cells.map(({ observed }) => observed),
};

describe.each(Object.entries(shapes))("%s of a hostile run:", (format, shapeOf) => {
  const harmless = shapeOf(rendered(format, "PLANT"));

  test.each(hostileTexts.map(({ name, text }) => [name, text] as const))("%s", (_, text) => {
    const content = rendered(format, text);
    expect(shapeOf(content)).toEqual(harmless);
    expect(content.isWellFormed()).toBe(true);
    expect(content.length).toBeLessThan(1_000_000);
  });
});

const hasXmllint = toolSays("xmllint", ["--help"]) !== null;
const noXmllint = hasXmllint ? "" : " (skipped: no xmllint on this machine)";

describe.skipIf(!hasXmllint)(`libxml2 reads every hostile run${noXmllint}:`, () => {
  test.each(["junit", "badge"])("%s", async (format) => {
    const names = hostileTexts.map((_, at) => `${at}.xml`);
    const folder = workFolder(
      Object.fromEntries(hostileTexts.map(({ text }, at) => [`${at}.xml`, rendered(format, text)])),
    );
    const { code, stderr } = await runTool("xmllint", [
      "--noout",
      "--nonet",
      ...names.map((name) => `${folder.path}/${name}`),
    ]);
    expect([code, stderr]).toEqual([0, ""]);
  });
});
