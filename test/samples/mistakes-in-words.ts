import { join } from "node:path";
import { root } from "../support/repository.js";
import type { Mistake } from "./mistake.js";

/** The fixtures of the repository: a mistake writes none of them. */
const shipped = join(root, "fixtures");

export const mistakesInWords: readonly Mistake[] = [
  {
    title: "an unknown suite",
    args: ["run", "--suite", "sead"],
    code: 2,
    says: ['llm-parity: there is no suite "sead"', '→ did you mean "seed"?'],
  },
  {
    title: "an unknown model",
    args: ["run", "--model", "kimi-k2"],
    code: 2,
    says: ['llm-parity: there is no "kimi-k2" among the models', '→ did you mean "kimi-k2.5"?'],
  },
  {
    title: "an unknown provider",
    args: ["run", "--provider", "openruter"],
    code: 2,
    says: ['llm-parity: there is no "openruter" among the providers', '→ did you mean "openrouter"?'],
  },
  {
    title: "an unknown API",
    args: ["run", "--api", "converse-strem"],
    code: 2,
    says: ['llm-parity: there is no "converse-strem" among the APIs', '→ did you mean "converse-stream"?'],
  },
  {
    title: "an unknown scenario",
    args: ["run", "--scenario", "basic"],
    code: 2,
    says: ['llm-parity: there is no "basic" among the scenarios', '→ did you mean "basic-chat"?'],
  },
  {
    title: "an unknown target",
    args: ["run", "--target", "kimi-k2.5/bedrock/convers"],
    code: 2,
    says: [
      'llm-parity: there is no target "kimi-k2.5/bedrock/convers"',
      '→ did you mean "kimi-k2.5/bedrock/converse"?',
    ],
  },
  {
    title: "a typed target without a model",
    args: ["run", "--target", "bedrock:"],
    code: 2,
    says: ['llm-parity: "" cannot be a model id', "→ a model id begins with a letter or digit"],
  },
  {
    title: "a typed model id that would leave its path",
    args: ["run", "--target", "bedrock/converse:.."],
    code: 2,
    says: ['llm-parity: ".." cannot be a model id', "→ "],
  },
  {
    title: "a choice that leaves no target",
    args: ["run", "--model", "gpt-4o", "--provider", "bedrock"],
    code: 2,
    says: [
      "llm-parity: the suite seed has no target with --model gpt-4o --provider bedrock",
      "→ without --model gpt-4o, 5 are left; without --provider bedrock, 1 is left; no suite has one",
    ],
  },
  {
    title: "a live run without credentials",
    args: ["run", "--live"],
    code: 3,
    says: [
      "llm-parity: credentials are missing:",
      "- openrouter: set OPENROUTER_API_KEY",
      "- moonshot: set MOONSHOT_API_KEY",
      "- bedrock: set AWS_BEARER_TOKEN_BEDROCK, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
      "→ Set them in the environment, or in a file given with --keys-file",
    ],
  },
  {
    title: "a live run of the suite that can only be replayed",
    args: ["run", "--live", "--suite", "seed"],
    code: 2,
    says: ['llm-parity: the suite "seed" can only be replayed', "→ Use --suite current, or drop --live."],
  },
  ...["0", "-1", "1.5", "many", "99999999999999999999"].map((trials) => ({
    title: `${trials} trials`,
    args: ["run", `--trials=${trials}`],
    code: 2,
    says: [`llm-parity: --trials: "${trials}" is not a whole number of at least 1`],
  })),
  {
    title: "a cost that is no number",
    args: ["run", "--max-cost", "much"],
    code: 2,
    says: ['llm-parity: --max-cost: "much" is not an amount of US dollars'],
  },
  {
    title: "an unknown client",
    args: ["run", "--client", "curl"],
    code: 2,
    says: ['llm-parity: --client: "curl"', "sdk, http, both"],
  },
  {
    title: "two sources of answers at once",
    args: ["run", "--replay", "--live"],
    code: 2,
    says: ["llm-parity: --replay and --live exclude each other"],
  },
  {
    title: "an unknown option",
    args: ["run", "--nonsense"],
    code: 2,
    says: ["llm-parity: there is no option --nonsense"],
  },
  {
    title: "an option that is nearly one",
    args: ["run", "--trails", "3"],
    code: 2,
    says: ["llm-parity: there is no option --trails", "→ did you mean --trials? (`llm-parity run --help`"],
  },
  {
    title: "an unknown command",
    args: ["rnu"],
    code: 2,
    says: ['llm-parity: there is no command "rnu"', "→ did you mean run? (`llm-parity --help`"],
  },
  {
    title: "a fixture to record again, with a slip in its path",
    args: ["record", "--fixtures", shipped, "--update", "bedrock/converse-stream/kimi-k2.5/basic-chta.har"],
    code: 2,
    says: [
      'llm-parity: there is no fixture "bedrock/converse-stream/kimi-k2.5/basic-chta.har"',
      '→ did you mean "bedrock/converse-stream/kimi-k2.5/basic-chat.har"?',
    ],
  },
  {
    title: "a case to record again, with a slip in its name",
    args: ["record", "--fixtures", shipped, "--update", "kimi-k2.5/bedrock/converse-strem/basic-chat"],
    code: 2,
    says: [
      'llm-parity: there is no fixture "kimi-k2.5/bedrock/converse-strem/basic-chat"',
      '→ did you mean "kimi-k2.5/bedrock/converse-stream/basic-chat"?',
    ],
  },
  {
    title: "a fixture to record again that is like no other",
    args: ["record", "--fixtures", shipped, "--update", "nothing"],
    code: 2,
    says: ['llm-parity: there is no fixture "nothing"', "→ known fixtures: bedrock/converse-stream/"],
  },
  {
    title: "a fixture to record again that is not where its case is recorded",
    args: ["record", "--fixtures", shipped, "--update", "blank-replies/truncated.har"],
    code: 2,
    says: ["blank-replies/truncated.har is not where its case is recorded: that is ", "→ Name a fixture of the folder"],
  },
  {
    title: "one fixture to record again, and many cases",
    args: ["record", "--update", "--model", "kimi-k2.5", "--scenario", "basic-chat"],
    code: 2,
    says: [
      "llm-parity: --update records one fixture again, but ",
      " cases are chosen",
      "→ Name the fixture, or choose with --target and --scenario",
    ],
  },
  {
    title: "a recording without credentials",
    args: ["record", "--model", "kimi-k2.5", "--provider", "openrouter"],
    code: 3,
    says: ["llm-parity: credentials are missing:", "- openrouter: set OPENROUTER_API_KEY"],
  },
  {
    title: "a recording of the suite that can only be replayed",
    args: ["record", "--suite", "seed"],
    code: 2,
    says: ['llm-parity: the suite "seed" can only be replayed', "→ Use --suite current"],
  },
  ...["0", "-1", "fast", "Infinity", ""].map((speed) => ({
    title: `a replay at the pace "${speed}"`,
    args: ["run", `--speed=${speed}`],
    code: 2,
    says: [`llm-parity: --speed: "${speed}" is not a pace such as 1 (as recorded) or 2.5.`],
  })),
  {
    title: "a pace for what is not replayed",
    args: ["run", "--live", "--speed", "2"],
    code: 2,
    says: ["llm-parity: --speed and --live exclude each other"],
  },
  {
    title: "a provider that the suite does not ask",
    args: ["run", "--provider", "moonshot"],
    code: 2,
    says: [
      "llm-parity: the suite seed has no target with --provider moonshot",
      "→ the suites current, routes, dialects, tools, stream, full, parameters, probes, media, load, schema, cache, canary have one: --suite current",
    ],
  },
  {
    title: "no command at all",
    args: [],
    code: 2,
    says: ["llm-parity: give a command: `llm-parity run` replays the shipped recordings without a key"],
  },
  ...[
    ["trials", "5"],
    ["retries", "2"],
    ["concurrency", "2"],
    ["seed", "7"],
    ["max-calls", "9"],
    ["max-cost", "1"],
    ["runs", "kept"],
    ["idle-timeout", "5"],
    ["max-trials", "9"],
  ].map(([name, value]) => ({
    title: `--${name} in a replay`,
    args: ["run", `--${name}=${value}`],
    code: 2,
    says: [
      `llm-parity: --${name} has no effect: this run replays recordings, and asks nothing`,
      `→ Drop --${name}, or add --live or --simulator <url>.`,
    ],
  })),
  {
    title: "--nonce in a replay that is not typed, beside another such option",
    args: ["run", "--nonce", "--seed", "7"],
    code: 2,
    says: ["llm-parity: --seed, --nonce have no effect: this run replays recordings, and asks nothing"],
  },
  {
    title: "an option of --trials auto without it",
    args: ["run", "--live", "--trials", "9", "--confidence", "0.9"],
    code: 2,
    says: [
      "llm-parity: --confidence has no effect: the number of trials is fixed",
      "→ Drop --confidence, or add --trials auto.",
    ],
  },
  {
    title: "a number of trials for a data set",
    args: ["run", "--live", "--dataset", "rows.jsonl", "--trials", "9"],
    code: 2,
    says: [
      "llm-parity: --trials has no effect: each row of a data set is asked once",
      "→ Drop --trials, or drop --dataset.",
    ],
  },
  {
    title: "a folder of reports for a data set",
    args: ["run", "--live", "--dataset", "rows.jsonl", "--reports", "out"],
    code: 2,
    says: ["llm-parity: --reports has no effect: a data set has figures, not a matrix", "→ Drop --reports"],
  },
  {
    title: "a folder of fixtures in a run that neither reads nor writes any",
    args: ["run", "--live", "--fixtures", "mine"],
    code: 2,
    says: [
      "llm-parity: --fixtures has no effect: this run neither replays nor records",
      "→ Drop --fixtures, or add --record.",
    ],
  },
  {
    title: "a base URL without a typed target",
    args: ["run", "--live", "--model", "kimi-k2.5", "--base-url", "https://host.example/v1"],
    code: 2,
    says: ["llm-parity: --base-url has no effect: it is for typed targets", "→ Drop --base-url, or add a typed target"],
  },
  ...(["run", "record"] as const).map((command) => ({
    title: `a simulator without a scheme, of ${command}`,
    args: [command, "--simulator", "localhost:8787"],
    code: 2,
    says: ['--simulator: "localhost:8787"', "is not the address of a simulator: it looks like http://127.0.0.1:8787."],
  })),
  {
    title: "a simulator with a path",
    args: ["run", "--simulator", "http://127.0.0.1:8787/v1"],
    code: 2,
    says: ["it has no path, since each API has its own: http://127.0.0.1:8787."],
  },
  {
    title: "a simulator that is not there",
    args: ["run", "--simulator", "http://127.0.0.1:9"],
    code: 4,
    says: ["llm-parity: nothing answers at http://127.0.0.1:9 (ECONNREFUSED)", "→ Start it with `llm-parity simulate`"],
  },
  {
    title: "something that cannot be listed",
    args: ["list", "vendors"],
    code: 2,
    says: [
      'llm-parity: there is nothing called "vendors" to list',
      "→ Use one of: scenarios, models, targets, suites, checks, strategies, reporters.",
    ],
  },
  {
    title: "a file to validate that is not there",
    args: ["validate", "nowhere.yaml"],
    code: 2,
    says: ["llm-parity: nowhere.yaml: there is no such file or folder"],
  },
  ...["0.0.0.0", "192.0.2.1", "::"].map((host) => ({
    title: `a simulator on ${host}`,
    args: ["simulate", "--port", "0", "--host", host],
    code: 2,
    says: [`llm-parity: --host ${host}: the simulator listens on loopback only`, "→ Use 127.0.0.1, localhost or ::1."],
  })),
  {
    title: "a profile that is not there",
    args: ["simulate", "--port", "0", "--profile", "angry"],
    code: 2,
    says: ["llm-parity: --profile angry: there is no ", "→ Give the name of a file"],
  },
];
