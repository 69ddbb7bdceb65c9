import { basePolicy, htmlDocument } from "../../html/document.js";
import { type Html, html, markupText, type Part } from "../../html/markup/html.js";
import { noticeHtml } from "../../html/view/notice.js";
import type { ReportTools } from "../../reporters/reporter.js";
import type { SiteData } from "../data/site-data.js";
import { jsonPath, sitePages, upFrom } from "../paths.js";
import { siteStyle } from "./site-style.js";

/**
 * One page. `path`: below the site. `json`: whether its data stands beside it. `root`: what its links begin with; absent: the way up; null: it is shown
 * at an unknown depth, so that it has no link into the site.
 */
export type Framed = {
  readonly path: string;
  readonly title: string;
  readonly body: Html;
  readonly json: boolean;
  readonly root?: string | null;
};

const simulated =
  "SIMULATED: no vendor traffic. A simulator answered every request; nothing on this page is true of a vendor.";

/** A page with the head and the foot of the site: no script, no request, and links relative to itself. */
export function framed(
  { path, title, body, json, root = upFrom(path) }: Framed,
  data: SiteData,
  { sha256 }: Pick<ReportTools, "sha256">,
): string {
  const policy = ["default-src 'none'", `style-src 'sha256-${sha256(siteStyle)}'`, ...basePolicy];
  const { config, isSimulated } = data;
  const page = html`<a class="skip" href="#main">To the content</a>
<header class="bar"><div><strong>${root === null ? config.title : html`<a href="${root}${sitePages.index}">${config.title}</a>`}</strong>${root === null ? null : navHtml(path, root)}</div></header>
<main id="main" tabindex="-1">${isSimulated ? noticeHtml(simulated) : null}
${body}</main>
${footHtml(data, { path, root, json })}`;
  const shown = title === config.title ? title : `${title} · ${config.title}`;
  return htmlDocument({
    title: isSimulated ? `SIMULATED: ${shown}` : shown,
    policy,
    style: siteStyle,
    bodyClass: null,
    body: markupText(page),
  });
}

const entries: readonly (readonly [path: string, words: string])[] = [
  [sitePages.index, "Matrix"],
  [sitePages.runs, "Runs"],
  [sitePages.disputes, "Disputes"],
  [sitePages.corrections, "Corrections"],
  [sitePages.about, "How to read it"],
];

function navHtml(path: string, root: string): Html {
  return html`<nav aria-label="Site"><ul>${entries.map(
    ([to, words]) =>
      html`<li><a href="${root}${to}"${to === path ? html` aria-current="page"` : null}>${words}</a></li>`,
  )}</ul></nav>`;
}

type Footed = Required<Pick<Framed, "path" | "root" | "json">>;

function footHtml({ config, lastMeasured }: SiteData, { path, root, json }: Footed): Html {
  const { claimedBy, dispute } = config;
  const { name, url, relation } = claimedBy;
  const publisher: Part = url === null ? name : html`<a href="${url}" rel="noreferrer noopener">${name}</a>`;
  const rows: readonly (readonly [string, Part])[] = [
    ["Last measured", lastMeasured ?? "never"],
    ["Claimed by", html`${publisher}${relation === null ? null : `: ${relation}`}`],
    [
      "Wrong?",
      html`<a href="${dispute}" rel="noreferrer noopener">Dispute it</a>. A failure is our bug until proven otherwise.`,
    ],
    ["Data", json && root !== null ? html`<a href="${root}${jsonPath(path)}">this page as JSON</a>` : null],
  ];
  return html`<footer><dl class="facts signed">${factRows(rows)}</dl></footer>`;
}

/** Rows of a list of facts; one without a value is left out. */
export function factRows(rows: readonly (readonly [string, Part])[]): Part {
  return rows.map(([label, value]) =>
    value === null || value === false ? null : html`<dt>${label}</dt><dd>${value}</dd>`,
  );
}
