import type { Api } from "../../src/chat/api.js";
import type { Target } from "../../src/chat/target.js";
import type { Bundle } from "../../src/report/bundle.js";
import type { CatalogModel, Suite } from "../../src/scenario/catalog.js";
import type { KnownDivergence } from "../../src/scenario/known.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import { compareWithKnown } from "../../src/verdict/baseline.js";
import { judgeAll } from "../../src/verdict/judge-all.js";
import { buildMatrix } from "../../src/verdict/matrix/matrix.js";
import { target } from "../samples/matrices.js";
import { says42, scenario, step } from "../samples/transcripts.js";
import { hostileCell, hostileTrials, secondId, sentence } from "./hostile-trials.js";
import { hostileViews } from "./hostile-views.js";
import { onceForText } from "./once-for-text.js";

/**
 * A whole run in which a text stands wherever one can come from outside: replies, calls, failures, finish words, ids, upstreams, and
 * every name and sentence of catalog, scenarios, known.yaml, client views and provenance. Its cells are ok, bad, mixed, blocked,
 * unsupported and not run. A name is cut to 300 UTF-16 units, and what people write into files to 5,000.
 */
export const hostileBundle = onceForText((whole): Bundle => {
  const [name, text] = [whole.slice(0, 300), sentence(whole)];
  const targets = targetsOf(name);
  const scenarios = scenariosOf(text, name);
  const transcripts = hostileTrials(whole, name);
  const verdicts = judgeAll(transcripts, { targets, scenarios });
  const known = knownOf(text, name);
  const matrix = buildMatrix({
    ...{ verdicts, transcripts, targets, scenarios, suite: suiteOf(text, name), models: [modelOf(text, name)] },
    known: compareWithKnown(verdicts, known, "2026-11-20"),
    generatedFrom: {
      ...{ mode: "live", date: "2026-11-20" },
      command: `llm-parity run --target ${text}`,
      versions: Object.fromEntries([
        ["llm-parity", name],
        [name, name],
      ]),
    },
    stopped: { made: 6, unasked: 1 },
  });
  const [first] = verdicts;
  return {
    ...{ matrix, known, clientViews: hostileViews(whole, name) },
    blankReplies: first === undefined ? [] : [{ name, file: `fixtures/${name}.har`, note: text, verdict: first }],
    cellCommands: matrix.verdicts.map(() => `llm-parity run --scenario ${text}`),
  };
});

/** The places of the matrix: what differs between its columns; the rest is hostile. */
const places: readonly Api[] = ["chat-completions", "converse", "converse-stream", "invoke-model"];

function targetsOf(name: string): readonly Target[] {
  return places.map((api) => ({
    ...target(hostileCell(name, api, name)),
    ...{ upstreamName: name, sources: [{ source: name, date: "2026-11-20" }] },
  }));
}

function scenarioOf(id: string, stepId: string, text: string): Scenario {
  return scenario([step(stepId, [says42])], {
    ...{ id, title: text, description: text, tags: [id], file: `scenarios/${id}.yaml` },
  });
}

function scenariosOf(text: string, name: string): readonly Scenario[] {
  return [name, secondId(name)].map((id) => scenarioOf(id, name, text));
}

function modelOf(text: string, name: string): CatalogModel {
  const sources = [{ source: text, date: "2026-11-20" }];
  return {
    ...{ name, title: text, vendor: name, description: text, sources },
    retired: "2026-11-19",
    successor: name,
    refuses: [],
  };
}

function suiteOf(text: string, name: string): Suite {
  const source = { source: text, date: "2026-11-20" };
  return {
    ...{ name, title: text, description: text, live: true, tested: null, scenarioTags: [name] },
    ...{ models: [name], columns: [], targets: targetsOf(name).map(({ id }) => id) },
    remarks: [{ model: name, provider: name, api: "converse", scenario: name, text, fixture: text, ...source }],
    briefs: [{ model: name, known: text, notKnown: text, ...source }],
    unsupported: [{ model: name, provider: name, api: "invoke-model-stream", reason: text, ...source }],
  };
}

/** An entry that covers the silent cell, and one that covers none. The bug's address has what the file's schema lets through. */
function knownOf(text: string, name: string): readonly KnownDivergence[] {
  const bug = `https://h5.invalid/${text.replace(/[\s@]+/g, "").slice(0, 300)}`;
  const entry: KnownDivergence = {
    ...{ model: name, target: `${name}/${name}/converse`, provider: null, api: null, scenario: secondId(name) },
    ...{ finding: "empty-reply", check: null, claim: null, bug, note: text, place: `${name}:4:5` },
    shows: { symptom: text, outputTokens: 0, region: name, date: "2026-11-20" },
    ...{ since: "2026-02-10", expires: "2027-02-10" },
  };
  return [entry, { ...entry, scenario: `${name} of no run` }];
}
