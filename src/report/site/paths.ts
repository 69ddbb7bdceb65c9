import { siteName } from "../html/site/site-names.js";
import type { ReportTools } from "../reporters/reporter.js";

/** The pages that every public site has, below its folder. */
export const sitePages = {
  index: "index.html",
  runs: "runs/index.html",
  disputes: "disputes.html",
  corrections: "corrections.html",
  about: "about.html",
  missing: "404.html",
} as const;

/** The feed of what the gate reported. */
export const feedPath = "feed.xml";

/** The path of a cell's or a run's page: a function of its name alone, so that a link to it holds for ever. */
export function pagePath(folder: "cells" | "runs", name: string, tools: Pick<ReportTools, "sha256">): string {
  return `${folder}/${siteName(name, tools)}.html`;
}

/** The data beside a page. */
export function jsonPath(page: string): string {
  return page.replace(/\.html$/, ".json");
}

/** The way from a page up to the folder of the site. */
export function upFrom(page: string): string {
  return "../".repeat(page.split("/").length - 1);
}
