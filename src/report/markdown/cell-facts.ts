import type { ShownByReport } from "../../scenario/known.js";
import { counted } from "../counted.js";
import { block, code, plain, sourceLink } from "../markdown-text.js";
import { isOfVendor } from "../origin.js";
import { identicalText, rateText } from "../rate-text.js";
import { foundText } from "./attribution-lines.js";
import { besideText, htmlLink, named, partyText, recordingLink, sinceText } from "./cell-words.js";
import { listed } from "./limits.js";
import type { Page, PageCell } from "./page.js";
import { claimCell } from "./rates.js";

/** How often, since when, whose fault, beside what, and where the bytes are: a line each. */
export function factLines(cell: PageCell, page: Page): readonly string[] {
  const { verdict, attribution, known } = cell;
  const { trials, upstreams, requestIds } = verdict;
  const rate = rateText(trials);
  const often = [
    `${trials.bad} of ${counted(trials.eligible, "trial")} bad`,
    ...(rate === null ? [] : [`a failure rate of ${rate}`]),
    ...[identicalText(verdict)].filter((text) => text !== null),
  ].join(", ");
  const served = Object.keys(upstreams);
  const links = linksOf(cell, page);
  const isVendors = isOfVendor(verdict.provenance?.source ?? null);
  return [
    `- **Asked as:** ${placeText(cell)}`,
    `- **How often:** ${often}; claim: ${claimCell(verdict)}`,
    `- **Since when:** ${plain(sinceText(cell, page).replace(/^since /, ""))}`,
    ...known.map(
      ({ bug, shows, expires }) =>
        `  - ${sourceLink(bug)}${shows === null ? "" : ` shows ${plain(shownText(shows))}`} (the entry expires on ${expires})`,
    ),
    ...(attribution === null
      ? []
      : [`- **Whose fault:** ${partyText(cell)}. ${foundText(attribution, cell.askNext?.price ?? null)}`]),
    `- **Compared with:** ${besideText(cell, page)}`,
    ...(!isVendors || served.length === 0 ? [] : [`- **Served by:** ${listed(served.map(named))}`]),
    ...(!isVendors || requestIds.length === 0
      ? []
      : [
          `- **Request ids:** ${listed(
            requestIds.map((id) => code(id, 60)),
            3,
          )}`,
        ]),
    ...(links.length === 0 ? [] : [`- **Evidence:** ${links.join(", ")}`]),
  ];
}

/** The model id and the place that a vendor looks for. Authored and simulated bytes came from no region. */
function placeText({ verdict: { cell, provenance } }: PageCell): string {
  const id = cell.providerModelId === "" ? "no model id" : code(cell.providerModelId, 300);
  const where = [
    ...(cell.region === null || !isOfVendor(provenance?.source ?? null) ? [] : [`in ${cell.region}`]),
    ...(cell.upstreamPin === null ? [] : [`pinned to ${cell.upstreamPin}`]),
  ];
  return [id, ...where.map(named)].join(", ");
}

function linksOf(cell: PageCell, page: Page): readonly string[] {
  const recording = recordingLink(null, cell, page);
  const { html } = page.place;
  return [
    ...(recording === null ? [] : [recording]),
    ...(html === null ? [] : [htmlLink("in the HTML report", cell, html)]),
  ];
}

export function commandLines({ explain, askAgain, askNext }: PageCell): readonly string[] {
  return [
    ...(explain === null
      ? []
      : [
          `See the evidence with ${code(explain, Number.POSITIVE_INFINITY)}, or run this cell again, without its comparison columns:`,
          "",
        ]),
    ...(askAgain === null ? [] : [block(askAgain, { language: "sh", limit: Number.POSITIVE_INFINITY }), ""]),
    ...(askNext === null
      ? []
      : [
          `To find out whose fault it is (${plain(askNext.price)}):`,
          "",
          block(askNext.text, { language: "sh", limit: Number.POSITIVE_INFINITY }),
          "",
          ...(askNext.byHand === undefined ? [] : [plain(askNext.byHand), ""]),
        ]),
  ];
}

/** `an empty reply; 0 output tokens, in eu-west-1, 2026-02-10`: what a bug report shows, and what it does not say. */
function shownText({ symptom, outputTokens, region, date }: ShownByReport): string {
  const tokens =
    outputTokens === null
      ? "output tokens not given"
      : outputTokens === "some"
        ? "more than 0 output tokens"
        : counted(outputTokens, "output token");
  const facts = [tokens, region === null ? "region not given" : `in ${region}`, date].join(", ");
  return symptom === null ? facts : `${symptom}; ${facts}`;
}
