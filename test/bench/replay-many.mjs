// Replays the shipped fixtures over and over until `count` cases were judged: `node replay-many.mjs sdk|http 2400`.
// With 0 it prints how many turns the shipped matrix has.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./load.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [client, count] = [process.argv[2], Number(process.argv[3])];

// As the command line does.
(await load("cli/shell/optimise-late")).optimiseLate();

const [{ readScenarios }, { readModels }, { planRun }, { runReplay }, { judgeAll }, { transportOf }] =
  await Promise.all([
    load("scenario/compiled/read-scenarios"),
    load("scenario/compiled/read-models"),
    load("runner/plan"),
    load("runner/run-replay"),
    load("verdict/judge-all"),
    load("wire/transport/faces"),
  ]);
// As a suite reads them: what the build keeps of a shipped file is not parsed again.
const [scenarios, catalog] = await Promise.all([
  readScenarios(join(root, "scenarios"), ["seed"]),
  readModels(join(root, "scenarios/models.yaml")),
]);
const seed = catalog.suites.find(({ name }) => name === "seed");
const targets = catalog.targets.filter(({ id }) => seed.targets.includes(id));
const { cases } = planRun({ scenarios, targets, trials: 1 });

const options = {
  fixtures: join(root, "fixtures"),
  client,
  makeTransport: transportOf,
  signal: new AbortController().signal,
};
const first = await runReplay(cases, options);
const recorded = cases.filter((_, index) => first.transcripts[index]?.turns.length > 0);
if (count === 0) {
  console.log(first.transcripts.reduce((sum, { turns }) => sum + turns.length, 0));
} else {
  const many = Array.from({ length: count - cases.length }, (_, index) => recorded[index % recorded.length]);
  const { transcripts } = await runReplay(many, options);
  judgeAll(first.transcripts, { targets, scenarios });
  for (const transcript of transcripts) judgeAll([transcript], { targets, scenarios });
}
