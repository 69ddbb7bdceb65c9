import type { Material } from "../../../../verdict/evidence/material.js";
import { code, plain } from "../../../markdown-text.js";
import { stopText } from "../facts/reply.js";

/** How to ask again in a minute, and what is printed. */
export function repeatLines({ twins, working, failing }: Material): readonly string[] {
  const { commands, symptom, refused } = twins;
  const refusals = refused.map(({ twin, reason }) => `- No ${plain(twin)}: ${plain(reason)}.`);
  const [first] = commands;
  if (first === undefined)
    return ["No script of this folder asks this request again; the body is in requests/failing.json.", ...refusals];
  const prints =
    symptom === null
      ? "No script can see this symptom: compare the reply that it keeps with the bytes of this folder."
      : `It prints a line that begins with ${code(symptom)} where the failure is there, with the stop reason (here ${stopText(failing)}), the output tokens and the request id, and ends with exit code 1.`;
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
