import type { ReportTools } from "../../reporters/reporter.js";
import { basePolicy, htmlDocument } from "../document.js";
import { escaped, type Html, html, markupText } from "../markup/html.js";
import { nameOf } from "../markup/links.js";
import { styleText } from "../style/style-text.js";

/** The file of a site in which a place of the report is; null: in none. */
export type SiteFile = (place: string) => string | null;

/** A page of a site. `path`: its own, below the site; `parents`: the pages above it, the site's first page first. */
export type SitePage = {
  readonly path: string;
  readonly title: string;
  readonly parents: readonly (readonly [path: string, title: string])[];
  readonly body: Html;
};

/** What a page of a site shows that is hidden in the one file, and the reverse. */
const siteStyle = `${styleText}.site .cell{display:block;padding:0}.site .close,.site .t-back{display:none}.site nav{margin:0 0 14px;font-size:.9rem}.site main{padding-top:20px}.site .scroll,.site .t-scroll{position:relative}`;

/**
 * A page of a site as a document of its own: no script, no request, and links relative to itself, so that the site may lie in any folder of any host.
 * Links to places that the site does not have lead to its first page.
 */
export function sitePageText({ path, title, parents, body }: SitePage, { file, tools }: SiteWith): string {
  const up = "../".repeat(path.split("/").length - 1);
  const policy = ["default-src 'none'", `style-src 'sha256-${tools.sha256(siteStyle)}'`, ...basePolicy];
  const nav =
    parents.length === 0
      ? null
      : html`<nav aria-label="Pages above">${parents.map(([to, name], at) => html`${at === 0 ? null : " › "}<a href="${up}${to}">${name}</a>`)}</nav>`;
  const content = nav === null ? body : html`<main>${nav}${body}</main>`;
  const linked = withFiles(markupText(content), (place) => `${up}${file(place) ?? "index.html"}`);
  return htmlDocument({ title, policy, style: siteStyle, bodyClass: "site", body: linked });
}

type SiteWith = { readonly file: SiteFile; readonly tools: Pick<ReportTools, "sha256"> };

/** Links inside the one file as links between files. In a text a quote is escaped, so that nothing but our own attributes is changed. */
function withFiles(markup: string, fileOf: (place: string) => string): string {
  return markup.replace(/ href="#([^"]*)"/g, (_, place: string) => {
    return ` href="${escaped(fileOf(nameOf(place.replaceAll("&#39;", "'"))))}"`;
  });
}
