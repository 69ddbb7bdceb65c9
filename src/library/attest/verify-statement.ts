import { existsSync, readFileSync } from "node:fs";
import { statementMarkdown } from "../../report/statement/statement-markdown.js";
import { RunError } from "../../runner/store/stored-run.js";
import { profiles } from "../../verdict/editions/profiles.js";
import { type Statement, statementSchema } from "../../verdict/statements/statement-schema.js";
import { expiryOf, resultOf, saysOfCells } from "../../verdict/statements/statement-words.js";
import { parseJson } from "../../wire/json.js";
import { presentEdition } from "../editions/read-editions.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { compareRuns } from "./compare-runs.js";
import { makeStatement } from "./make-statement.js";
import { chainRuns } from "./run-chain.js";
import { seal, statementText } from "./seal.js";
import { checkSignature, type SignatureCheck } from "./signature/check-signature.js";
import type { SigningKey } from "./signature/read-key.js";

/**
 * What a statement is held against. `store`: the folder of its runs; null: they are not looked at. `at`: the day, `YYYY-MM-DD`. `key`: whose signature it
 * must have; null: no signature is checked.
 */
export type StatementCheck = {
  readonly file: string;
  readonly store: string | null;
  readonly at: string;
  readonly key: SigningKey | null;
};

/** What does not hold, one sentence each; `[]`: everything does. `statement` and `signature` null: it cannot be read as a statement. */
export type StatementVerification = {
  readonly problems: readonly string[];
  readonly statement: Statement | null;
  readonly signature: SignatureCheck | null;
};

/**
 * Checks a statement again, offline: its own bytes, its counts and words, its edition and its day; with a store, every file of its runs, that no
 * run is left out, and each verdict, judged again; with a key, who signed it. Rejects with UsageError where the file or the store is not there.
 */
export async function verifyStatement({ file, store, at, key }: StatementCheck): Promise<StatementVerification> {
  if (!existsSync(file)) throw new UsageError(`${formatPath(file)} is not there`, { hint: "Name a statement's file." });
  const text = readFileSync(file, "utf8");
  const statement = readStatement(text);
  if (statement === null) {
    return {
      statement,
      signature: null,
      problems: ["it is no statement of this form, or its bytes were changed after it was written"],
    };
  }
  const ofEdition = editionProblems(statement);
  const signature = checkSignature({ file, text, statement }, key);
  const own = [
    ...(signature.problem === null ? [] : [signature.problem]),
    ...pageProblems(statement, file),
    ...wordProblems(statement),
    ...runProblems(statement),
    ...ofEdition,
    ...(at >= statement.expires ? [`it expired on ${statement.expires}: make another from newer runs`] : []),
  ];
  const problems = store === null || ofEdition.length > 0 ? own : [...own, ...(await storeProblems(statement, store))];
  return { statement, signature, problems };
}

/** Null: it is no statement, or not as it was sealed. A statement has one form, so that each byte of its file counts. */
function readStatement(text: string): Statement | null {
  const parsed = parseJson(text);
  if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return null;
  // Members in the order of the file: it is what was hashed.
  const statement = parsed.value as Statement;
  const { sha256, ...body } = statement;
  if (seal(body).sha256 !== sha256 || statementText(statement) !== text) return null;
  return statementSchema.safeParse(statement).success ? statement : null;
}

function pageProblems(statement: Statement, file: string): readonly string[] {
  const page = pageOf(file);
  if (!existsSync(page) || readFileSync(page, "utf8") === statementMarkdown(statement)) return [];
  return [`${formatPath(page)} is not the page of this statement: it was changed`];
}

/** The Markdown file beside a statement. */
export function pageOf(file: string): string {
  return `${file.replace(/\.json$/, "")}.md`;
}

function wordProblems({ cells, result, says, window, expires }: Statement): readonly string[] {
  return [
    ...(resultOf(cells) === result ? [] : [`its result is ${result}, and its cells show ${resultOf(cells)}`]),
    ...(says === saysOfCells ? [] : ["what it says about its cells does not match their counts"]),
    ...(expires === expiryOf(window)
      ? []
      : [`it says that it expires on ${expires}, but its window ends that on ${expiryOf(window)}`]),
  ];
}

function runProblems({ runs, edition }: Statement): readonly string[] {
  const { head, list } = chainRuns(edition.sha256, runs.list);
  const broken = list.find(({ link }, at) => runs.list[at]?.link !== link);
  return [
    ...(runs.count === list.length ? [] : [`it counts ${runs.count} runs and lists ${list.length}`]),
    ...(broken === undefined ? [] : [`the chain of its runs breaks at ${broken.id}`]),
    ...(broken !== undefined || head === runs.head ? [] : ["the chain of its runs ends elsewhere than it says"]),
  ];
}

function editionProblems({ edition, profile }: Statement): readonly string[] {
  const present = presentEdition();
  if (edition.id !== present.edition) {
    return [
      `it is of edition ${edition.id}, and this program judges by ${present.edition}: check it with a program of its edition`,
    ];
  }
  if (edition.sha256 !== present.sha256)
    return [`it is of another draft of edition ${edition.id} than this program judges by`];
  return profiles.some(({ id }) => id === profile.id) ? [] : [`edition ${edition.id} has no profile ${profile.id}`];
}

/** What the runs say of it. */
async function storeProblems(statement: Statement, store: string): Promise<readonly string[]> {
  const profile = profiles.find(({ id }) => id === statement.profile.id);
  if (profile === undefined) return [];
  if (!existsSync(store))
    throw new UsageError(`${formatPath(store)} is not there`, { hint: "Name the folder of the runs." });
  try {
    const again = await makeStatement({
      ...{ store, profile, window: statement.window, known: [], demo: statement.demo === true },
      targets: statement.targets.map(({ id }) => id),
    });
    return compareRuns(statement, again);
  } catch (error) {
    // A run that cannot be read, or was pruned, holds nothing up.
    if (error instanceof RunError || error instanceof UsageError) return [error.message];
    throw error;
  }
}
