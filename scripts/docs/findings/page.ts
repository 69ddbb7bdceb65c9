import { findingIds } from "../../../src/verdict/verdict.js";
import { quoted, table } from "../markdown.js";
import { type Example, exampleOf } from "./examples.js";
import { meanings, suspects } from "./meanings.js";

/** The page of the findings: what each means, where to look first, and the bytes of a seeded fault that raises it. */
export async function findingsPage(): Promise<string> {
  const sections: string[] = [];
  for (const id of findingIds) sections.push(section(id, await exampleOf(id)));
  return [
    "# Findings",
    "",
    `A finding is the named way in which a reply is wrong. There are ${findingIds.length}; the list is closed, and reports, JSON and the`,
    "router use the same names. The bytes on this page were made by the [simulator](/simulator.md) with one fault switched on: they show",
    "what the finding looks like, and nothing about a vendor.",
    "",
    "**Look first at** is advice by the kind of the finding. Whose fault a failing cell is, only its controls decide:",
    "[Whose fault is it?](/attribution.md)",
    "",
    table(
      ["finding", "means"],
      findingIds.map((id) => [`[${id}](#${id})`, meanings[id].means]),
    ),
    "",
    ...sections,
  ].join("\n");
}

function section(id: (typeof findingIds)[number], example: Example | null): string {
  const { means, lookAt } = meanings[id];
  const head = [`## ${id}`, "", means, "", `**Look first at** ${suspects[lookAt]}.`, ""];
  if (example === null)
    return [
      ...head,
      `The catalogue of seeded faults has none that raises it by itself.${id === "client" ? " It takes a second client: `--client both`." : ""}`,
      "",
    ].join("\n");
  const { finding, fault, scenario, api, checks, body } = example;
  const severity =
    finding.severity === "bad" ? "It makes the trial bad." : "It is a note: it is shown, and the trial stays as it is.";
  return [
    ...head,
    `${severity} Raised by ${checks.map((check) => `[${check}](/checks-list.md#${anchor(check)})`).join(", ")}.`,
    "",
    `The fault ${quoted(fault)} in \`${scenario}\` on \`${api}\`${finding.cause === null ? "" : `, cause \`${finding.cause}\``}:`,
    "",
    "```http",
    body,
    "```",
    "",
    "What the check reports of it:",
    "",
    "```text",
    finding.seen,
    "```",
    "",
  ].join("\n");
}

function anchor(check: string): string {
  return check.replaceAll("/", "");
}
