import type { Material } from "../../../../verdict/evidence/material.js";
import { code, plain } from "../../../markdown-text.js";

/** How to ask again in a minute, and what is printed. */
export function repeatLines({ twins, working }: Material): readonly string[] {
  const { commands, symptom, refused } = twins;
  const refusals = refusalLines(refused);
  const [first] = commands;
  if (first === undefined)
    return ["No script of this folder asks this request again; the body is in requests/failing.json.", ...refusals];
  const prints =
    symptom === null
      ? "No script can see this symptom: compare the reply that it keeps with the bytes of this folder."
      : `If the failure occurs, each prints the line ${code(`${symptom} stop=… out=… id=…`)} with the stop reason, the output tokens and the request id, and ends with exit code 1. The code is 0 if the failure does not occur, and 2 if the script could not ask.`;
  return [
    "In this folder, with the key in the environment:",
    "",
    ...commands.map((command) => `- ${code(`${command} failing`)}`),
    "",
    prints,
    ...(working === null
      ? []
      : [
          "",
          `${code(`${first} working`)} asks the request that passes, and prints a line that begins with ${code("ANSWER")}.`,
        ]),
    `${code(`${first} failing -n 10`)} asks ten times and counts.`,
    ...(refusals.length === 0 ? [] : ["", ...refusals]),
  ];
}

/** One line for each script and reason; a reason that holds for both requests stands once, without their names. */
function refusalLines(refused: Material["twins"]["refused"]): readonly string[] {
  const lines = refused.map(({ twin, reason }) => {
    const plainReason = reason.replace(/^the (?:failing|working) request: /, "");
    const isOfBoth = refused.filter((one) => one.twin === twin && one.reason.endsWith(plainReason)).length > 1;
    return `- No ${plain(twin)}: ${plain(isOfBoth ? plainReason : reason)}.`;
  });
  return [...new Set(lines)];
}
