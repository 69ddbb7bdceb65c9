import { badgeSvg } from "../machine/badge-svg.js";
import type { ReportTools } from "../reporters/reporter.js";
import type { SiteData } from "./data/site-data.js";
import { aboutPage, missingPage } from "./pages/about-page.js";
import { cellPage } from "./pages/cell-page.js";
import { indexPage } from "./pages/index-page.js";
import { correctionsPage, disputesPage } from "./pages/log-pages.js";
import { runPage, runsPage } from "./pages/run-page.js";
import { type Framed, framed } from "./parts/frame.js";
import { feedPath, jsonPath, sitePages } from "./paths.js";
import { badgesOf } from "./texts/badges.js";
import { feedText } from "./texts/feed.js";
import { cellJson, indexJson, logsJson, runJson, runsJson } from "./texts/site-json.js";

/** A file of the site. `path`: below its folder, with slashes. */
export type SiteText = { readonly path: string; readonly text: string };

type Tools = Pick<ReportTools, "sha256">;

/** Every file of a public site, its first page last, so that what it leads to is there. */
export function* siteTexts(data: SiteData, tools: Tools): Iterable<SiteText> {
  // GitHub Pages leaves out names with an underscore, and reads Markdown, unless this file is there (docs.github.com, 2026-11-29).
  yield { path: ".nojekyll", text: "" };
  for (const cell of data.cells) {
    const title = `${cell.line.scenario} on ${cell.line.target}`;
    yield* withData({ path: cell.path, title, body: cellPage(cell, data), json: true }, cellJson(cell, data));
  }
  for (const run of data.runs) {
    yield* withData(
      { path: run.path, title: `Run ${run.id}`, body: runPage(run, data), json: true },
      runJson(run, data),
    );
  }
  for (const { name, badge } of badgesOf(data)) {
    yield { path: `badges/${name}.svg`, text: badgeSvg(badge) };
    const { label, message, colour } = badge;
    yield { path: `badges/${name}.json`, text: jsonText({ schemaVersion: 1, label, message, color: colour }) };
  }
  const logs = logsJson(data);
  const { runs, disputes, corrections, about, missing, index } = sitePages;
  yield* withData({ path: runs, title: "Runs", body: runsPage(data), json: true }, runsJson(data));
  yield* withData({ path: disputes, title: "Disputes", body: disputesPage(data), json: true }, logs.disputes);
  yield* withData(
    { path: corrections, title: "Corrections", body: correctionsPage(data), json: true },
    logs.corrections,
  );
  yield page({ path: about, title: "How to read it", body: aboutPage(data), json: false });
  // A host answers with this page at any depth, so that its links need the address of the site.
  const root = data.config.url;
  yield page({ path: missing, title: "Not found", body: missingPage(root), json: false, root });
  yield { path: feedPath, text: feedText(data) };
  yield* withData({ path: index, title: data.config.title, body: indexPage(data), json: true }, indexJson(data));

  function page(one: Framed): SiteText {
    return { path: one.path, text: framed(one, data, tools) };
  }

  function* withData(one: Framed, json: unknown): Iterable<SiteText> {
    yield { path: jsonPath(one.path), text: jsonText(json) };
    yield page(one);
  }
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
