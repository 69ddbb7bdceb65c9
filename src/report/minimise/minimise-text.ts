import type { ControlProof } from "../../verdict/minimise/control/control-proof.js";
import { controlSentence } from "../../verdict/minimise/control/words.js";
import type { MinimiseResult } from "../../verdict/minimise/search/result.js";
import { claimSentences, stayInWords } from "../../verdict/minimise/search/words.js";
import { counted } from "../counted.js";

/**
 * What the text of a minimised request is made of. `control` null: the control was not asked, and `why`. `files` null: there is no
 * smallest request. `at`: a file of the folder, as it is shown.
 */
export type MinimisedParts = {
  readonly cell: string;
  readonly result: MinimiseResult;
  readonly control: { readonly says: string; readonly proof: ControlProof } | null;
  readonly why: string;
  readonly files: { readonly failing: string; readonly working: string | null } | null;
  readonly at: (name: string) => string;
};

/** So many parts that went are listed; more are in the JSON. */
const mostListed = 30;

/** A minimised request for a terminal, lines without ends. */
export function minimisedLines({ cell, result, control, why, files, at }: MinimisedParts): readonly string[] {
  const { removed, stays, calls, ending } = result;
  const isSmall = ending === "fixed-point" || ending === "spent";
  const gone = removed.slice(0, mostListed).map(({ says }) => `    ${says}`);
  const more =
    removed.length > mostListed ? [`    and ${removed.length - mostListed} more, listed in result.json`] : [];
  const tried = stays.filter(({ because }) => because !== "around" && because !== "invalid");
  return [
    `${cell}: ${headlines[ending]}`,
    ...claimSentences(result).map((sentence) => `  ${sentence}`),
    ...(isSmall && removed.length > 0 ? ["  gone:", ...gone, ...more] : []),
    ...(isSmall && tried.length > 0 ? ["  stays:", ...tried.map((stay) => `    ${stayInWords(stay)}`)] : []),
    ...(isSmall
      ? [`  control: ${control === null ? `not asked: ${why}` : controlSentence(control.says, control.proof)}`]
      : []),
    ...(files === null ? [] : [`  the request: ${at(files.failing)}`]),
    ...(files === null || files.working === null ? [] : [`  the control's: ${at(files.working)}`]),
    `  ${counted(calls, "call")} of the search`,
  ];
}

const headlines: { readonly [ending in MinimiseResult["ending"]]: string } = {
  "fixed-point": "minimised",
  spent: "smaller, but not a fixed point",
  "too-rare": "not minimised, it does not fail often enough",
  refused: "not minimised, it is refused",
  "rate-changed": "not minimised, the failure changed meanwhile",
};
