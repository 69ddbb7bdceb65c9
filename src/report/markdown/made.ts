import { groupBy } from "../../chat/group-by.js";
import { counted } from "../counted.js";
import { code, cut, link, plain } from "../markdown-text.js";
import { editionText } from "../statement/edition-text.js";
import { listed } from "./limits.js";
import type { Page } from "./page.js";

/** Which run or which recordings a page is made of, with dates and versions, and what stands beside it. */
export function madeLines({ bundle: { matrix }, place }: Page): readonly string[] {
  const { run, mode, date } = matrix.generatedFrom;
  const versions = versionsText(matrix.generatedFrom.versions);
  const asked = mode === "live" ? "asked the services" : "asked a simulator";
  const what =
    mode === "replay"
      ? `Replayed from ${recordingsText(matrix)}.`
      : run === undefined
        ? `Made on ${date ?? "an unknown day"}.`
        : `Run ${code(run.id)} ${asked} on ${plain(run.startedAt)}${commitText(run.commit)}.`;
  const beside = [
    ...(place.html === null ? [] : [link("with filters and the evidence of every trial", place.html)]),
    ...(place.json === null ? [] : [link("as data", place.json)]),
  ];
  const others = beside.length === 0 ? "" : ` The same report ${beside.join(", ")}.`;
  const edition = plain(editionText(matrix.generatedFrom) ?? "not recorded");
  return [`${what}${versions === "" ? "" : ` With ${versions}.`} Conformance suite: ${edition}.${others}`];
}

/** `llm-parity 0.1.0, openai 6.9.1`; empty without one. */
export function versionsText(versions: { readonly [name: string]: string }): string {
  return Object.entries(versions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, version]) => `${plain(name)} ${plain(version)}`)
    .join(", ");
}

function commitText(commit: string | null): string {
  if (commit === null) return "";
  const [hash = "", changed] = commit.split("-");
  return `, at commit ${code(hash.slice(0, 12))}${changed === undefined ? "" : " with local changes"}`;
}

/** `recordings of 12 cells, made 2026-02-10 to 2026-03-01, and authored ones of 35 cells, modelled on a document`. */
function recordingsText({ verdicts }: Page["bundle"]["matrix"]): string {
  const cells = verdicts.flatMap(({ provenance }) => provenance ?? []);
  const groups = groupBy(cells, ({ source }) => (source === "authored" ? "authored" : "recorded"));
  const recorded = groups.get("recorded") ?? [];
  const authored = groups.get("authored") ?? [];
  const days = recorded.flatMap(({ recordedAt }) => recordedAt?.slice(0, 10) ?? []).sort();
  const [first = "an unknown day", last = first] = [days[0], days.at(-1)];
  const documents = [...new Set(authored.map(({ after }) => after ?? "an unknown document"))];
  const parts = [
    ...(recorded.length === 0
      ? []
      : [
          `recordings of ${counted(recorded.length, "cell")}, made on ${first === last ? first : `${first} to ${last}`}`,
        ]),
    ...(authored.length === 0
      ? []
      : [
          `authored bytes of ${counted(authored.length, "cell")}, modelled on ${listed(
            documents.map((name) => plain(cut(name, 200))),
            3,
          )}`,
        ]),
  ];
  return parts.length === 0 ? "no recording" : parts.join(", and ");
}
