import type { Material } from "../../../../verdict/evidence/material.js";
import { counted } from "../../../counted.js";
import { code, plain, table } from "../../../markdown-text.js";

/** More pointers than this are only counted. */
const mostShown = 12;

/** In what the two requests differ: pointers where both speak one API, fields otherwise. */
export function requestsSection({ difference, equivalence, working }: Material): readonly string[] {
  const bodies = [
    "- [requests/failing.json](requests/failing.json): the exact body that failed",
    ...(working === null ? [] : ["- [requests/working.json](requests/working.json): the exact body that passed"]),
    ...(difference === null
      ? []
      : [
          "- [requests/difference.patch.json](requests/difference.patch.json): from the first to the second (RFC 6902)",
        ]),
  ];
  return [...bodies, "", ...differenceLines(difference), ...equivalenceLines(equivalence)];
}

/** The places at which the two bodies differ; `[]`: they are of two APIs, or there is one. */
export function differenceLines(difference: Material["difference"]): readonly string[] {
  if (difference === null) return [];
  const { pointers, rewritten } = difference;
  const numbers = rewritten.map(
    ({ pointer, before, after }) =>
      `- ${code(pointer)} is the same number, written ${code(before, 120)} and ${code(after, 120)}: a patch cannot express it`,
  );
  if (pointers.length === 0) {
    return numbers.length === 0
      ? ["The two bodies are the same in content.", ""]
      : ["The two bodies differ only in how numbers are written:", "", ...numbers.slice(0, mostShown), ""];
  }
  const rest = pointers.length - mostShown;
  return [
    `The two bodies differ at ${counted(pointers.length, "place")}:`,
    "",
    ...pointers.slice(0, mostShown).map((pointer) => `- ${code(pointer)}`),
    ...(rest <= 0 ? [] : [`- and ${counted(rest, "more place")}, in the patch`]),
    ...numbers.slice(0, mostShown),
    "",
  ];
}

function equivalenceLines(equivalence: Material["equivalence"]): readonly string[] {
  if (equivalence === null) return [];
  const rows = equivalence
    .filter(({ state, left, right }) => state !== "same" && !(left === null && right === null))
    .map(({ field, state, left, right, why }) => [
      plain(field),
      state,
      left === null ? "not sent" : code(left, 120),
      right === null ? "not sent" : code(right, 120),
      plain(why ?? ""),
    ]);
  if (rows.length === 0)
    return ["Field by field, both requests say the same: what one leaves out, the other leaves out too.", ""];
  return [table(["field", "state", "failing", "working", "why"], rows), ""];
}
