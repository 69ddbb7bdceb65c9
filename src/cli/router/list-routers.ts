import Table from "cli-table3";
import { learnedRouters } from "../../learned/registry.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { print } from "../shell/print.js";

/** `llm-parity list-routers`. */
export function listRouters({ json }: { readonly json?: true }): ExitCode {
  const data = learnedRouters.map(({ name, aliases, sentence, isTrainable, needsEmbedding, hparam }) => ({
    ...{ name, aliases, sentence, isTrainable, needsEmbedding },
    hparam: Object.keys(hparam.shape),
  }));
  if (json === true) {
    print(JSON.stringify({ schemaVersion: 1, routers: data }, null, 2));
    return exitCodes.fine;
  }
  const table = new Table({
    head: ["router", "aliases", "learns from", "what it does"],
    style: { head: [], border: [] },
  });
  for (const { name, aliases, sentence, isTrainable } of data) {
    table.push([name, aliases.join(", "), isTrainable ? "routing rows" : "model sizes", sentence]);
  }
  print(table.toString());
  return exitCodes.fine;
}
