import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../chat/target.js";
import type { Catalog } from "../../scenario/catalog.js";
import { selectTargets } from "../../scenario/select.js";
import { SelectionError } from "../../scenario/selection-error.js";
import type { SameModel } from "../../verdict/identity/same-model.js";
import { formatPath } from "../format-path.js";
import { type IdentityFacts, identitySchema } from "./identity-store.js";
import { identityResultSchema } from "./result-schema.js";

/** What the tests beside a run say of its targets. `left`: sentences about those that cannot be shown. */
export type IdentityBeside = { readonly tests: readonly SameModel[]; readonly left: readonly string[] };

type Asked = { readonly catalog: Catalog; readonly targets: readonly Target[] };

/**
 * The results in the folder `identity` of a run: `llm-parity identity A B --tests RUN/identity` puts them there. A test without a result, one that
 * cannot be read, and one of other targets are left out, and said.
 */
export function identityBeside(run: string, asked: Asked): IdentityBeside {
  const folder = join(run, "identity");
  if (!existsSync(folder)) return { tests: [], left: [] };
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  const read = names
    .sort()
    .map((name) => ({ path: formatPath(join(folder, name)), found: readTest(join(folder, name), asked) }));
  return {
    tests: read.flatMap(({ found }) => (typeof found === "string" ? [] : [found])),
    left: read.flatMap(({ path, found }) => (typeof found === "string" ? [`${path} is not shown: ${found}`] : [])),
  };
}

/** A test as the report has it, or why it has not. */
function readTest(folder: string, { catalog, targets }: Asked): SameModel | string {
  const facts = identitySchema.safeParse(parsed(join(folder, "identity.json")));
  if (!facts.success) return "identity.json is not that of a test of `llm-parity identity`";
  if (!existsSync(join(folder, "result.json")))
    return "it has no result yet; `llm-parity identity --resume` continues it";
  const result = identityResultSchema.safeParse(parsed(join(folder, "result.json")));
  if (!result.success) return "result.json is not that of a test of `llm-parity identity`";
  const { A: typedA, B: typedB, startedAt } = facts.data;
  const [A, B] = [idOf(typedA, facts.data, catalog), idOf(typedB, facts.data, catalog)];
  const other = [A, B].find((id) => !targets.some((target) => target.id === id));
  if (other !== undefined) return `${other} is not a target of this run`;
  const { id, mark, result: word, because, comparisons, calls, cause } = result.data;
  return {
    ...{ test: id, startedAt, A, B, result: word, because },
    ...{ bits: rounded(comparisons.AB?.bits), chanceBits: rounded(comparisons.AB?.chanceBits) },
    ...{ calls: calls.made, answers: calls.answers },
    ...{ causes: cause?.causes ?? null, causeBecause: cause?.because ?? null, simulated: mark !== null },
  };
}

/** To six places; what counting makes less than nothing is nothing. */
function rounded(bits: number | undefined): number | null {
  return bits === undefined ? null : Math.max(0, Math.round(bits * 1e6) / 1e6);
}

/** The id of a target that was typed; what cannot be a target stays as it is. */
function idOf(typed: string, { B, baseUrl, baseUrlB }: IdentityFacts, catalog: Catalog): string {
  if (catalog.targets.some(({ id }) => id === typed)) return typed;
  try {
    const address = typed === B ? (baseUrlB ?? baseUrl) : baseUrl;
    return selectTargets(catalog, { targets: [typed], baseUrl: address })[0]?.id ?? typed;
  } catch (error) {
    if (error instanceof SelectionError) return typed;
    throw error;
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
