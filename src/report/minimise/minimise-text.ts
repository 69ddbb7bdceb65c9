import type { ControlProof } from "../../verdict/minimise/control/control-proof.js";
import { controlSentence } from "../../verdict/minimise/control/words.js";
import type { MinimiseResult } from "../../verdict/minimise/search/result.js";
import { claimSentences, stayInWords } from "../../verdict/minimise/search/words.js";
import { counted } from "../counted.js";

/**
 * What the text of a minimised request is made of. `control` null: the control was not asked, and `why`. `files` null: there is no
 * smallest request. `at`: a file of the folder, as it is shown. `said`: the service's words in a call; null: none.
 */
export type MinimisedParts = {
  readonly cell: string;
  readonly result: MinimiseResult;
  readonly control: { readonly says: string; readonly proof: ControlProof; readonly calls: number } | null;
  readonly why: string;
  readonly files: { readonly failing: string; readonly working: string | null } | null;
  readonly at: (name: string) => string;
  readonly said: (call: number) => string | null;
};

/** So many parts that went are listed; more are in the JSON. */
const mostListed = 30;

/** A minimised request for a terminal, lines without ends. */
export function minimisedLines(parts: MinimisedParts): readonly string[] {
  const { cell, result, control, files, at } = parts;
  const isSmall = result.ending === "fixed-point" || result.ending === "spent";
  const held = control === null ? "" : `, ${control.calls} of the control`;
  return [
    `${cell}: ${headlines[result.ending]}`,
    ...claimSentences(result).map((sentence) => `  ${sentence}`),
    ...(isSmall ? partLines(parts) : []),
    ...(isSmall ? controlLines(parts) : []),
    ...(files === null ? [] : [`  the request: ${at(files.failing)}`]),
    ...(files === null || files.working === null ? [] : [`  at the control: ${at(files.working)}`]),
    `  ${counted(result.calls, "call")} of the search${held}`,
  ];
}

function partLines({ result: { removed, stays }, said }: MinimisedParts): readonly string[] {
  const more =
    removed.length > mostListed ? [`    and ${removed.length - mostListed} more, listed in result.json`] : [];
  const tried = stays.filter(({ because }) => because !== "around" && because !== "invalid");
  return [
    ...(removed.length === 0 ? [] : ["  gone:"]),
    ...removed.slice(0, mostListed).map(({ says }) => `    ${says}`),
    ...more,
    ...(tried.length === 0 ? [] : ["  stays:"]),
    ...tried.map((stay) => `    ${stayInWords(stay)}${quoted(said, stay.tried?.refusedAt ?? null)}`),
  ];
}

function controlLines({ control, why, said }: MinimisedParts): readonly string[] {
  if (control === null) return [`  control: not asked: ${why}`];
  const { says, proof } = control;
  return [`  control: ${controlSentence(proof)}${quoted(said, proof.refused?.call ?? null)}`, `    it is ${says}`];
}

function quoted(said: MinimisedParts["said"], call: number | null): string {
  const words = call === null ? null : said(call);
  return words === null ? "" : `: ${JSON.stringify(words)}`;
}

const headlines: { readonly [ending in MinimiseResult["ending"]]: string } = {
  "fixed-point": "minimised",
  spent: "smaller, but not a fixed point",
  "too-rare": "not minimised, it does not fail often enough",
  refused: "not minimised, it is refused",
  "rate-changed": "not minimised, the failure changed meanwhile",
};
