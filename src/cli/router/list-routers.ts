import { absentRouters } from "../../learned/absent-routers.js";
import { learnedRouters } from "../../learned/registry.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { plainTable } from "../../report/terminal/plain-table.js";
import { print } from "../shell/print.js";
import { screenOf } from "../shell/screen.js";

/** `llm-parity list-routers`: those that are here, and those of the seed that are not, with the reason. */
export async function listRouters({ json }: { readonly json?: true }): Promise<ExitCode> {
  const data = learnedRouters.map(({ name, aliases, sentence, isTrainable, needsEmbedding, hparam }) => ({
    ...{ name, aliases, sentence, isTrainable, needsEmbedding },
    hparam: Object.keys(hparam.shape),
  }));
  if (json === true) {
    print(JSON.stringify({ schemaVersion: 1, routers: data, notHere: absentRouters }, null, 2));
    return exitCodes.fine;
  }
  const rows = data.map(({ name, aliases, sentence, isTrainable }) => [
    name,
    aliases.join(", "),
    isTrainable ? "routing rows" : "model sizes",
    sentence,
  ]);
  const absent = absentRouters.map(({ name, aliases, why, instead }) => [name, aliases.join(", "), why, instead]);
  const screen = await screenOf();
  print(plainTable({ head: ["router", "aliases", "learns from", "what it does"], rows }, screen));
  print("\nRouters of LLMRouter that are not here:\n");
  print(plainTable({ head: ["router", "aliases", "why not", "instead"], rows: absent }, screen));
  return exitCodes.fine;
}
