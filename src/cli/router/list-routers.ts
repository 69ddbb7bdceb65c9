import { learnedRouters } from "../../learned/registry.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { plainTable } from "../../report/terminal.js";
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
  const rows = data.map(({ name, aliases, sentence, isTrainable }) => [
    name,
    aliases.join(", "),
    isTrainable ? "routing rows" : "model sizes",
    sentence,
  ]);
  print(
    plainTable({ head: ["router", "aliases", "learns from", "what it does"], rows }, process.stdout.columns ?? null),
  );
  return exitCodes.fine;
}
