import { existsSync } from "node:fs";
import { isStreaming } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import { askedTargets, makeStatement } from "../../library/attest/make-statement.js";
import { statementText } from "../../library/attest/seal.js";
import { envelopeOf, envelopeText } from "../../library/attest/signature/check-signature.js";
import { readPrivateKey } from "../../library/attest/signature/read-key.js";
import { storeRuns } from "../../library/attest/store-runs.js";
import { pageOf } from "../../library/attest/verify-statement.js";
import { presentEditionName, readEditions } from "../../library/editions/read-editions.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { statementMarkdown } from "../../report/statement/statement-markdown.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { readKnown } from "../../scenario/compiled/read-known.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { scenarioIds } from "../../scenario/folder/scenario-files.js";
import type { KnownDivergence } from "../../scenario/known.js";
import { packageFile } from "../../source/package-root.js";
import { suggestion } from "../../source/suggest.js";
import type { Profile } from "../../verdict/editions/edition.js";
import { profiles } from "../../verdict/editions/profiles.js";
import { allClaims } from "../../verdict/effects/all-claims.js";
import { dayAfter } from "../../verdict/nights/calendar.js";
import type { Statement } from "../../verdict/statements/statement-schema.js";
import { findingIds } from "../../verdict/verdict.js";
import { log, print, sanitise } from "../shell/print.js";

export type AttestOptions = {
  readonly profile?: string;
  readonly runs: string;
  readonly from?: string;
  readonly to?: string;
  readonly out: string;
  readonly known: string;
  readonly models: string;
  readonly sign?: string;
  readonly demo?: true;
  readonly json?: true;
};

/** `llm-parity attest`: writes a statement and its page. Exit code 0 where it conforms, 1 where it does not, 4 where that is not shown. */
export async function attest(ids: readonly string[], options: AttestOptions): Promise<ExitCode> {
  const profile = profileNamed(options.profile ?? null);
  const window = windowOf(options);
  const demo = options.demo === true;
  const key = options.sign === undefined ? null : readPrivateKey(options.sign);
  const runs = storeRuns(options.runs, { window, demo, edition: presentEditionName() });
  const targets = requireTargets(ids, { asked: askedTargets(runs), profile, window, demo });
  const known = await knownOf(options);
  const statement = await makeStatement({ store: options.runs, profile, targets, window, demo, known });
  const text = statementText(statement);
  await writeAtomically(options.out, text);
  await writeAtomically(pageOf(options.out), statementMarkdown(statement));
  const signature = envelopeOf(options.out);
  if (key !== null) await writeAtomically(signature, envelopeText({ file: options.out, statement, text }, key));
  else if (existsSync(signature)) {
    log(`${formatPath(signature)} signs an earlier statement: sign this one with --sign, or remove that file`);
  }
  print(options.json === true ? text.trimEnd() : sanitise(shownText(statement, options)));
  return codes[statement.result];
}

const codes: { readonly [result in Statement["result"]]: ExitCode } = {
  conforms: exitCodes.fine,
  "does-not-conform": exitCodes.failing,
  "not-shown": exitCodes.unmeasured,
};

function profileNamed(name: string | null): Profile {
  const names = profiles.map(({ id }) => id);
  if (name === null) {
    throw new UsageError("--profile is missing: a statement is about one profile", {
      hint: `Use one of: ${names.join(", ")}.`,
    });
  }
  const found = profiles.find(({ id }) => id === name);
  if (found === undefined)
    throw new UsageError(`there is no profile "${name}"`, { hint: suggestion(name, names, "profiles") });
  return found;
}

function windowOf({ from, to }: AttestOptions): Statement["window"] {
  const today = new Date().toISOString().slice(0, 10);
  const last = to ?? today;
  if (last > today) {
    throw new UsageError(`--to ${last} is after today, ${today}: the window is not over yet`, {
      hint: "End the window today or before.",
    });
  }
  const first = from ?? dayAfter(last, -29);
  if (first > last)
    throw new UsageError(`the window from ${first} to ${last} ends before it begins`, { hint: "Swap the two." });
  return { from: first, to: last };
}

type Asked = {
  readonly asked: ReadonlyMap<string, Target>;
  readonly profile: Profile;
  readonly window: Statement["window"];
  readonly demo: boolean;
};

/** Throws UsageError for a target that no run of the window asked, and for one that the profile is not about. */
function requireTargets(ids: readonly string[], { asked, profile, window, demo }: Asked): readonly string[] {
  for (const id of new Set(ids)) {
    const target = asked.get(id);
    if (target === undefined) {
      const of = `${demo ? "of a simulator " : ""}of edition ${readEditions().at(-1)?.edition} from ${window.from} to ${window.to}`;
      throw new UsageError(`no run ${of} asked the target "${id}"`, {
        hint:
          asked.size === 0
            ? `There is no run of the services${demo ? " either" : "; --demo counts simulator runs"}. Runs from before there were editions do not count.`
            : suggestion(id, [...asked.keys()].sort(), "targets"),
      });
    }
    if (profile.streams && !isStreaming(target.api)) {
      throw new UsageError(`the profile ${profile.id} is about targets that stream, and "${id}" does not`, {
        hint: "Name a target whose API ends in -stream, if a run asked it.",
      });
    }
  }
  return [...new Set(ids)].sort();
}

async function knownOf({ known, models }: AttestOptions): Promise<readonly KnownDivergence[]> {
  return readKnown(known, {
    catalog: await readModels(models),
    scenarios: scenarioIds(packageFile("scenarios")).map((id) => ({ id })),
    findings: findingIds,
    checks: allClaims.map(({ id }) => id),
  });
}

function shownText({ result, profile, cells, runs, expires }: Statement, { out, sign }: AttestOptions): string {
  const word = { conforms: "conforms", "does-not-conform": "does not conform", "not-shown": "is not shown to conform" };
  const of = (wanted: string) => cells.filter((cell) => cell.result === wanted).length;
  const counts = ["pass", "fail", "flaky", "inconclusive", "skipped"]
    .filter((name) => of(name) > 0)
    .map((name) => `${of(name)} ${name}`);
  const files = [out, ...(sign === undefined ? [] : [envelopeOf(out)])].map(formatPath);
  return [
    `${profile.id}: ${word[result]}: ${counts.join(", ")} of ${counted(cells.length, "cell")}, over ${counted(runs.count, "run")}`,
    `${files.join(", ")} and ${formatPath(pageOf(out))} are written; they expire on ${expires}`,
  ].join("\n");
}
