import type { Party } from "../../../../verdict/attribution/attribution.js";
import type { Arm, Material } from "../../../../verdict/evidence/material.js";
import { code, plain } from "../../../markdown-text.js";
import { askedFirstRows } from "../facts/asked-first.js";
import { type FactRow, identityRows, replyRows, requestRows } from "../facts/call-rows.js";
import { expectedLines } from "../facts/expected.js";
import { framesTable } from "../facts/frames.js";
import { callsText, inForm } from "../facts/print.js";
import { quoted } from "../facts/quoted.js";
import { replyLines, replyQuotes } from "../facts/reply.js";
import { findingLines } from "../facts/symptom.js";
import { claimSentence, differenceWords } from "../report/claim-section.js";
import { doubtLines } from "../report/doubts-section.js";
import { historyLines } from "../report/history-text.js";
import { askedQuestions, weakenedText, whereWords } from "../report/questions-section.js";
import { ratesSection } from "../report/rates-section.js";
import { repeatLines } from "../report/repeat-section.js";
import { differenceLines } from "../report/requests-section.js";

/** Parties on the caller's side: with one of them, no vendor is asked to act. */
const callers: { readonly [party in Party]?: string } = {
  adapter: "llm-parity's own adapter",
  client: "the client",
  account: "the account, its access or its quota",
  harness: "the scenario, or how it was run",
  "our-request": "our own request",
};

/** Why no vendor is asked to act on this evidence; null: one is. */
export function callerReason({ attribution }: Material): string | null {
  const who = callers[attribution.party];
  return who === undefined ? null : `the evidence names ${who}, so there is nothing to ask of a vendor`;
}

/** What a page has of its own; all other sections are alike on every page. */
export type VendorBody = {
  readonly asks: readonly string[];
  /** The call as the vendor finds it. */
  readonly call: readonly string[];
  readonly stepsFirst?: readonly string[];
  readonly stepsLast?: readonly string[];
  readonly observedLast?: readonly string[];
};

/** The sections of a page, in the order in which a vendor's engineer reads. */
export function bodyLines(
  material: Material,
  { asks, call, stepsFirst, stepsLast, observedLast }: VendorBody,
): readonly string[] {
  return [
    ...section("Summary", [claimSentence(material, inForm)]),
    ...section("What we ask of you", asks),
    ...section("Impact", impactLines(material)),
    ...section("The call", call),
    ...section("Observed", [...observedLines(material.failing), ...(observedLast ?? [])]),
    ...section("Expected", wantedLines(material)),
    ...section("Steps to reproduce", [...(stepsFirst ?? []), ...stepLines(material), ...(stepsLast ?? [])]),
    ...section("How often", ratesSection(material, inForm)),
    ...section("What was varied", controlLines(material)),
    ...section("In this request", factList(askedFirstRows(material.failing))),
    ...section("What would make us wrong", doubtLines(material, inForm)),
    ...section("Versions", versionLines(material)),
    ...section("What the numbers count", countLines(material)),
  ];
}

/** `## heading`, a blank line, the lines and a blank line; nothing without a line. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== "");
  return last === -1 ? [] : [`## ${heading}`, "", ...lines.slice(0, last + 1), ""];
}

/** Facts as a list, which is readable where Markdown is not rendered. */
export function factList(rows: readonly FactRow[]): readonly string[] {
  return rows.map(([name, value]) => `- ${name}: ${value}`);
}

/** The call with everything by which it is found. */
export function callList(arm: Arm): readonly string[] {
  return factList([...identityRows(arm), ...requestRows(arm, inForm), ...replyRows(arm, inForm)]);
}

/** Since when, and what only the sender knows. */
function impactLines(material: Material): readonly string[] {
  return [
    ...historyLines(material),
    "- Who is affected, and what it costs them: [fill in]",
    "- Workaround in use: [fill in, or none]",
  ];
}

/** The scripts, and the body that they send. */
function stepLines(material: Material): readonly string[] {
  const { body, target, wire } = material.failing;
  return [
    ...repeatLines(material),
    "",
    `The body that was sent to ${code(wire.host)} for ${code(target.providerModelId)}:`,
    "",
    quoted(body, { limit: 4000, file: inForm.file("requests/failing.json"), language: "json" }),
  ];
}

function observedLines(arm: Arm): readonly string[] {
  const file = inForm.file(`wire/${arm.name}.frames.txt`);
  return [
    ...findingLines(arm.verdict),
    ...replyLines(arm),
    ...replyQuotes(arm, inForm),
    "",
    framesTable(arm.wire.frames, file),
  ];
}

/** What a good reply has, and the control that has it. */
function wantedLines(material: Material): readonly string[] {
  const { working, failing } = material;
  const passes =
    working === null
      ? []
      : [
          "",
          `The request that passes (\`requests/working.json\`, ${differenceWords(material)}) shows it:`,
          "",
          ...replyLines(working),
        ];
  return [...expectedLines(failing), ...passes];
}

/** What was asked otherwise, and what was not, as a list. Other models elsewhere say nothing to a vendor. */
function controlLines(material: Material): readonly string[] {
  const questions = askedQuestions(material).filter(({ controls }) => controls[0]?.reading.kind !== "model-elsewhere");
  const asked = questions.flatMap(({ words, controls }) =>
    controls
      .slice(0, 2)
      .map(
        (control) => `- ${words} ${inForm.count(control.claim)} bad (${weakenedText(control)}): ${whereWords(control)}`,
      ),
  );
  const open = questions.filter(({ controls }) => controls.length === 0).map(({ words }) => words);
  return [
    ...asked,
    ...(open.length === 0 ? [] : [`- not asked: ${open.join(" ")}`]),
    "",
    ...differenceLines(material.difference),
  ];
}

/** Which programs asked. */
function versionLines({ facts }: Material): readonly string[] {
  const { versions, system, clients, retries } = facts.environment;
  const programs = Object.entries(versions).map(([name, version]) => `${code(name)} ${code(version)}`);
  return [
    `- ${[...programs, plain(system)].join(", ")}; asked by ${plain(clients)}; retries: ${retries}`,
    `- evidence made with llm-parity ${plain(facts.program)} at ${code(facts.madeAt)}`,
  ];
}

/** Where the numbers of the page come from. */
function countLines({ claims }: Material): readonly string[] {
  return claims
    .filter(({ calls }) => calls.length > 0)
    .map((claim) => `- ${plain(claim.text)}, ${plain(claim.says)}: ${callsText(claim)}`);
}
