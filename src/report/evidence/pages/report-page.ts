import type { Material } from "../../../verdict/evidence/material.js";
import { clientViewsMarkdown } from "../../client-views/markdown.js";
import { code, plain, table } from "../../markdown-text.js";
import { ageLines } from "./facts/age.js";
import { identityRows, replyRows, requestRows } from "./facts/call-rows.js";
import { expectedLines } from "./facts/expected.js";
import { framesTable } from "./facts/frames.js";
import { inFolder } from "./facts/print.js";
import { replyQuotes } from "./facts/reply.js";
import { findingLines } from "./facts/symptom.js";
import { markLines, vendorPath } from "./page.js";
import { attributionSection, hypothesesSection } from "./report/attribution-section.js";
import { checkingLines } from "./report/checking-section.js";
import { claimSentence } from "./report/claim-section.js";
import { doubtLines } from "./report/doubts-section.js";
import { historyLines } from "./report/history-text.js";
import { questionsSection } from "./report/questions-section.js";
import { ratesSection } from "./report/rates-section.js";
import { repeatLines } from "./report/repeat-section.js";
import { requestsSection } from "./report/requests-section.js";
import { askedFirstSection, unseenSection } from "./report/settings-section.js";
import { callerReason } from "./vendor/blocks.js";
import { vendorPages } from "./vendor/registry.js";

/** `report.md`: the first page, for whoever opens the folder. */
export function reportPage(material: Material): string {
  const { failing, working } = material;
  const parts: readonly (readonly [heading: string, lines: readonly string[]])[] = [
    ["The failing call", callLines(material)],
    ["How often", ratesSection(material, inFolder)],
    ["What was varied", questionsSection(material, inFolder)],
    ["When", historyLines(material)],
    ["Repeat it in a minute", repeatLines(material)],
    ["Whose fault", attributionSection(material, inFolder)],
    ["What would make us wrong", doubtLines(material, inFolder)],
    ["What a vendor asks about first", askedFirstSection(material)],
    ["Settings that cannot be seen from outside", unseenSection(material)],
    ["The two requests", requestsSection(material)],
    ["The bytes of the failing reply", byteLines(failing)],
    ["The bytes of the working reply", working === null ? [] : byteLines(working)],
    ["Possible causes", hypothesesSection(material, inFolder)],
    ["What real clients show", clientLines(material)],
    ["Where to send it", pageLines(material)],
    ["How it was asked", environmentLines(material)],
    ["Check this folder", checkingLines],
  ];
  return [
    ...markLines(material),
    `# ${plain(failing.scenario.title)}: ${code(failing.target.id)}`,
    "",
    claimSentence(material, inFolder),
    "",
    ...ageLines(material),
    ...parts.flatMap(([heading, lines]) => (lines.length === 0 ? [] : [`## ${heading}`, "", ...trimmed(lines), ""])),
  ].join("\n");
}

/** Without blank lines at the end. */
function trimmed(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}

function callLines({ failing }: Material): readonly string[] {
  return [
    table(
      ["fact", "the call that is shown"],
      [...identityRows(failing), ...requestRows(failing, inFolder), ...replyRows(failing, inFolder)],
    ),
    "",
    "What is wrong:",
    "",
    ...findingLines(failing.verdict),
    "",
    "Expected:",
    "",
    ...expectedLines(failing),
  ];
}

function byteLines(arm: Material["failing"]): readonly string[] {
  const { name, wire } = arm;
  const file = inFolder.file(`wire/${name}.frames.txt`);
  return [
    `Every event: ${file}; the bytes: ${inFolder.file(`wire/${name}.reply.bin`)}; the exchanges: ${inFolder.file(`wire/${name}.har`)}.`,
    "",
    framesTable(wire.frames, file),
    ...replyQuotes(arm, inFolder),
    "",
    table(
      ["reply header", "value"],
      wire.headers.map(([header, value]) => [code(header, 60), code(value, 120)]),
    ),
  ];
}

function clientLines({ clientViews }: Material): readonly string[] {
  if (clientViews === null || clientViews.streams.length === 0) return [];
  return [
    "The same bytes, read by each installed client ([client-views.json](client-views.json)).",
    "",
    clientViewsMarkdown(clientViews),
  ];
}

/** The vendors' pages that are here, and why the others are not. */
function pageLines(material: Material): readonly string[] {
  const isAbsent = vendorPages.every(({ absent }) => absent(material) !== null);
  return [
    ...vendorPages.map((page) => {
      const path = vendorPath(material, page.name);
      const why = page.absent(material);
      return why === null ? `- ${inFolder.file(path)}: ${page.reader}` : `- no ${code(page.name)}: ${plain(why)}`;
    }),
    ...(isAbsent && callerReason(material) === null
      ? [
          `- There is no page for ${code(material.failing.target.provider)}: the sections above have what its support needs.`,
        ]
      : []),
  ];
}

function environmentLines({ facts }: Material): readonly string[] {
  const { versions, system, clients, retries } = facts.environment;
  const rows = Object.entries(versions).map(([name, version]) => [code(name), code(version)]);
  return [
    `llm-parity ${plain(facts.program)} made this folder at ${code(facts.madeAt)} on ${plain(system)}. Asked by ${plain(clients)}; retries: ${retries}.`,
    ...(facts.run === null
      ? ["The calls are kept recordings, not those of one run."]
      : [`The calls are of the run ${code(facts.run)}.`]),
    ...(rows.length === 0 ? [] : ["", table(["program", "version"], rows)]),
    ...(facts.redacted.length === 0
      ? []
      : [
          "",
          `Removed from the bytes before they were stored: ${facts.redacted.map(({ what, where, n }) => plain(`${what} (${where}, ${n})`)).join("; ")}.`,
        ]),
  ];
}
