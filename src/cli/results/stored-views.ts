import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tieViews } from "../../library/clients/hash-replies.js";
import { formatPath } from "../../library/format-path.js";
import { secretValuesIn } from "../../library/secret-values.js";
import { UsageError } from "../../library/usage-error.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { type ClientViews, clientViewsSchema } from "../../verdict/client-views/client-views.js";
import { mergeViews } from "../../verdict/client-views/merge-views.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import { createRedactor } from "../../wire/secrets/redact.js";

const name = "client-views.json";

/** The client views in the folder of a run; null: there are none. Throws UsageError for a file that is something else. */
function readClientViews(folder: string): ClientViews | null {
  const file = join(folder, name);
  if (!existsSync(file)) return null;
  const parsed = clientViewsSchema().safeParse(parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new UsageError(`${formatPath(file)}: is not what \`llm-parity clients\` writes`, {
    hint: "Remove it, and run `llm-parity clients CELL --run RUN` again.",
  });
}

/** The client views of a run, tied to the bytes that it kept; null: there are none. Throws UsageError for a file that is something else. */
export function readTiedViews(run: StoredRun): TiedViews | null {
  const views = readClientViews(run.path);
  if (views === null) return null;
  const keys = new Map(
    run.transcripts.map(({ cell: { target, scenario } }) => [`${target}/${scenario}`, { target, scenario }]),
  );
  const cells = [...keys].map(([cell, key]) => ({ cell, entries: () => run.exchangesOf(key)?.entries ?? [] }));
  return tieViews(views, cells);
}

/** Adds client views to those of the run's folder. Throws SecretInFixtureError when the file would hold a secret. */
export async function storeClientViews(folder: string, views: ClientViews): Promise<string> {
  const file = join(folder, name);
  const earlier = readClientViews(folder);
  const text = `${JSON.stringify(earlier === null ? views : mergeViews(earlier, views), null, 2)}\n`;
  refuseLeaks(formatPath(file), createRedactor(secretValuesIn(process.env)).leaks(text));
  await writeAtomically(file, text);
  return formatPath(file);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
