import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { type CiService, starterFiles } from "../../library/start/starter-files.js";
import { type Written, writeStarter } from "../../library/start/write-starter.js";
import { shellWord } from "../../library/suite/shell-word.js";
import { validateFiles } from "../check/validate.js";
import { print } from "../shell/print.js";

/** `llm-parity init`: writes a starter project, checks it without a network, and says what comes next. */
export async function init(folder: string, ci: CiService): Promise<ExitCode> {
  const written = writeStarter(folder, starterFiles(ci));
  print(["written:", ...written.files.map((path) => `  ${join(folder, path)}`)].join("\n"));
  const places = {
    scenarios: join(folder, "scenarios"),
    models: join(folder, "scenarios/models.yaml"),
    known: join(folder, "scenarios/known.yaml"),
  };
  const code = await validateFiles([places.scenarios], { ...places, fixtures: places.scenarios, typed: places });
  if (code !== exitCodes.fine) return code;
  print(["", ...remarks(written, { folder, ci }), ...nextSteps(folder)].join("\n"));
  return exitCodes.fine;
}

type Place = { readonly folder: string; readonly ci: CiService };

/** What a person must do by hand, where there is anything. */
function remarks({ kept }: Written, { folder, ci }: Place): readonly string[] {
  const lacks = kept?.lacks ?? [];
  const root = ci === "none" ? null : repositoryAbove(folder);
  return [
    ...(kept === null || lacks.length === 0
      ? []
      : [`${join(folder, kept.path)} already exists and was not changed. Add to it: ${lacks.join("  ")}`, ""]),
    ...(root === null
      ? []
      : [`The workflow only works at the root of the repository: move it there from ${folder} (${root}).`, ""]),
  ];
}

/** The repository of which the folder is a part, without being its root; null: there is none. */
function repositoryAbove(folder: string): string | null {
  if (existsSync(join(folder, ".git"))) return null;
  for (let path = dirname(resolve(folder)); ; path = dirname(path)) {
    if (existsSync(join(path, ".git"))) return path;
    if (path === dirname(path)) return null;
  }
}

function nextSteps(folder: string): readonly string[] {
  const enter = resolve(folder) === process.cwd() ? [] : [`  cd ${shellWord(folder)}`];
  return [
    "next:",
    ...enter,
    "  llm-parity run --live --plan            shows what it would ask and the most it can cost; sends nothing",
    "  llm-parity run --live --max-cost 0.10   asks; `llm-parity doctor` says which keys are missing",
  ];
}
