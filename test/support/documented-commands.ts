/**
 * How the test treats a command that a document shows.
 * `runs`: runs it as written, or runs `as` in its place. `asks`: runs it against a simulator in place of the services.
 * `serves`: runs it until it reports that it listens, then stops it. `not-run`: does not run it; `why` is the reason.
 */
export type Way =
  | { readonly kind: "runs"; readonly code: number; readonly as?: string }
  | { readonly kind: "asks"; readonly code: number; readonly input?: string }
  | { readonly kind: "serves"; readonly code: number }
  | { readonly kind: "not-run"; readonly why: string };

const runs: Way = { kind: "runs", code: 0 };
const asks: Way = { kind: "asks", code: 0 };
/** The profile kimi has the bug, so the exit code is 1. */
const asksAndFindsTheBug: Way = { kind: "asks", code: 1 };
const setsAKey: Way = { kind: "not-run", why: "sets a key, and there is none" };

const needsRuns: Way = { kind: "not-run", why: "reads runs of services, and there are none" };
const needsNights: Way = { kind: "not-run", why: "reads nights, and there are none" };

const kimi = "--model kimi-k2.5 --api converse-stream";
const redCell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
const rows =
  "llm-parity run --dataset rows.jsonl --live --target openrouter:moonshotai/kimi-k2.5 --target bedrock/converse-stream:moonshotai.kimi-k2.5";

/** Every command of README and docs/, and how the test treats it. */
export const documentedCommands: { readonly [command: string]: Way } = {
  // A test checks that `npm start` in package.json is this command.
  "npm ci && npm start": { ...runs, as: "llm-parity run --suite seed" },
  "npm ci && npm test": { kind: "not-run", why: "installs packages, and is the run that this test is part of" },
  "OPEN_RESPONSES=/path/to/openresponses npx vitest run test/examiners": {
    ...{ kind: "not-run", why: "needs a checkout of others; test/examiners runs it where one is named" },
  },
  "npm install llm-parity": { kind: "not-run", why: "installs packages of a registry" },
  "npm install -D llm-parity vitest": { kind: "not-run", why: "installs packages of a registry" },
  "npm install -D llm-parity msw": { kind: "not-run", why: "installs packages of a registry" },
  "npm link": { kind: "not-run", why: "changes the machine's global packages" },
  "export OPENROUTER_API_KEY=…": setsAKey,
  "export AWS_BEARER_TOKEN_BEDROCK=…": setsAKey,
  "export AWS_PROFILE=parity": setsAKey,
  "aws sso login --profile parity": { kind: "not-run", why: "is a command of AWS, and opens a browser" },
  // In an environment without any key.
  "llm-parity run --live --suite parameters --model kimi-k2.5 --trials auto --plan": runs,
  "llm-parity list scenarios --suite parameters": runs,
  "llm-parity list scenarios --suite schema": runs,
  "llm-parity doctor": { kind: "runs", code: 3 },
  "llm-parity doctor --routes --plan --model kimi-k2.5": runs,
  "llm-parity doctor --routes --max-cost 0.01 --model kimi-k2.5": { kind: "runs", code: 3 },
  "llm-parity run --live --plan --suite routes --model gpt-5.6-sol": runs,
  "llm-parity doctor --probe --plan": runs,
  "llm-parity doctor --probe": { kind: "runs", code: 3 },
  "llm-parity doctor --probe --only bedrock-native-id": { kind: "runs", code: 3 },

  // Runs of services are in no folder here: test/attest.test.ts makes some of a simulator.
  "llm-parity attest kimi-k2.5/bedrock/converse --profile agent-core": needsRuns,
  "llm-parity attest kimi-k2.5/bedrock/converse --profile agent-core --from 2026-11-01 --to 2026-11-29 --out kimi.json":
    needsRuns,
  "llm-parity rejudge --since 2026-11": runs,
  "llm-parity rejudge last --since 2026-11 --page flips.md": needsRuns,
  "llm-parity attest kimi-k2.5/bedrock/converse --profile agent-core --out kimi.json --sign key.pem": needsRuns,
  "llm-parity attest verify kimi.json --key pub.pem": needsRuns,
  "llm-parity attest verify kimi.json --store runs": needsRuns,
  "llm-parity attest verify kimi.json --at 2027-03-01": needsRuns,

  // Nights are in no folder here: test/nights-commands.test.ts makes some.
  "llm-parity history add last": needsNights,
  "llm-parity history add last --night 2026-11-28": needsNights,
  "llm-parity report --site public --simulated": needsNights,
  "llm-parity history kimi-k2.5/bedrock/converse-stream/tool-call": needsNights,
  "llm-parity history kimi-k2.5/bedrock/converse-stream/tool-call --nights 90 --json": needsNights,
  "llm-parity diff latest-night~1 latest-night": needsNights,
  "llm-parity diff baseline 2026-11-28": needsNights,
  "llm-parity diff last~1 last": needsNights,
  "llm-parity rejudge 2026-11-27 2026-11-28": needsNights,
  "llm-parity rejudge baseline": needsNights,
  "llm-parity prune --plan": needsNights,
  "llm-parity prune --nights 30 --keep 2026-10-02 --cases cases": needsNights,
  "llm-parity known": runs,
  "llm-parity known --update": runs,
  "llm-parity run --live --suite canary --trials 12 --max-cost 1.00": {
    kind: "not-run",
    why: "asks every column twelve times; test/nights-commands.test.ts asks some of them",
  },
  "llm-parity init my-parity": runs,
  "llm-parity run --live --plan": runs,
  "llm-parity nightly-issues --gate gate.json --plan": {
    kind: "not-run",
    why: "asks GitHub; test/nightly-issues.test.ts does",
  },
  "llm-parity notify --gate gate.json --print": { kind: "not-run", why: "needs a night; test/notify.test.ts has one" },
  "source <(llm-parity completion bash)": {
    kind: "not-run",
    why: "sh has no <(…); test/completion.test.ts does it in bash",
  },
  "llm-parity run --live --trials 12 --max-cost 20 --nonce --nonce-seed 4711 --shard 1/8": {
    kind: "not-run",
    why: "test/merge.test.ts runs shards, of fewer trials",
  },
  "llm-parity run --live --trials 12 --max-cost 20 --nonce --nonce-seed 4711 --shard 2/8": {
    kind: "not-run",
    why: "test/merge.test.ts runs shards, of fewer trials",
  },
  "llm-parity merge shards/* --out runs/tonight": { kind: "not-run", why: "test/merge.test.ts merges shards" },
  "llm-parity run --live --trials 12 --max-cost 20 --queue": { kind: "not-run", why: "needs a database" },
  "llm-parity work": { kind: "not-run", why: "needs a database" },
  "llm-parity work --grant parity_worker": { kind: "not-run", why: "needs a database" },

  "llm-parity validate": runs,
  "llm-parity validate router.yaml": runs,
  "llm-parity validate mixed.yaml": runs,
  'llm-parity infer --config mixed.yaml --query "Write python code" --route-only': runs,
  "llm-parity list checks": runs,
  "llm-parity run --suite seed --layer strict": runs,
  "llm-parity list checks --json": runs,
  "llm-parity list strategies": runs,
  "llm-parity list suites": runs,
  "llm-parity list scenarios --suite full": runs,
  "llm-parity list targets --suite current": runs,
  "llm-parity list targets --target bedrock/converse-stream:moonshotai.kimi-k2.5@us-west-2": runs,
  "llm-parity list targets --target openrouter:moonshotai/kimi-k2.5": runs,
  "llm-parity list targets --target openai-chat:my-model --base-url http://127.0.0.1:8001/v1": runs,

  "llm-parity run --suite seed": runs,
  "llm-parity run --suite seed --reporter junit=out/junit.xml,csv --reporter badge": runs,
  "llm-parity run --suite seed --reports out --embed all": runs,
  "llm-parity run --suite seed --model kimi-k2.5 --speed 1": runs,
  "llm-parity run --live --plan --model kimi-k2.5": runs,
  "llm-parity run --live --plan --trials 5 --target openrouter:moonshotai/kimi-k2.5@moonshotai": runs,
  [`llm-parity run --live --trials 5 --max-cost 2.00 ${kimi}`]: asksAndFindsTheBug,
  [`llm-parity run --live --trials auto --max-cost 10.00 ${kimi} --scenario basic-chat`]: asks,
  [`llm-parity run --live --trials 2 --nonce ${kimi} --scenario basic-chat`]: asks,
  [`llm-parity run --live ${kimi} --scenario response-after-tool`]: asksAndFindsTheBug,
  [`llm-parity run --simulator http://127.0.0.1:8787 ${kimi}`]: asksAndFindsTheBug,
  [`llm-parity run --simulator http://127.0.0.1:8787 ${kimi} --scenario basic-chat`]: asks,
  [`llm-parity explain ${redCell}`]: runs,
  [`llm-parity explain ${redCell} --run last`]: runs,
  [`llm-parity show ${redCell}`]: runs,
  [`llm-parity show ${redCell} --run last --trial 1`]: runs,
  "llm-parity report last": { kind: "runs", code: 1 },
  "llm-parity report last --har": { kind: "runs", code: 1 },

  [`llm-parity record ${kimi} --trials 2 --max-cost 2.00`]: asks,
  "llm-parity record --update kimi-k2.5/bedrock/converse-stream/basic-chat": asks,
  "llm-parity clients fixtures/bedrock/converse-stream/kimi-k2.5": runs,
  [`llm-parity clients ${redCell}`]: runs,

  [`llm-parity investigate ${redCell} --plan`]: runs,
  [`llm-parity minimise ${redCell} --plan`]: runs,
  "llm-parity identity kimi-k2.5/openrouter/chat-completions kimi-k2.5/bedrock/converse-stream --plan": runs,
  // No key is set there, so it is the demo.
  "llm-parity repro kimi-empty-response": runs,
  "llm-parity repro kimi-empty-response --plan": runs,
  "llm-parity evidence verify demo-kimi-empty-response/demo-bundle": runs,

  "llm-parity judge tests/cassettes": runs,
  "llm-parity judge tests/cassettes --markdown > seen.md": runs,
  "llm-parity judge tests/cassettes --json > seen.json": runs,
  "llm-parity import tests/cassettes --out imported": runs,
  "llm-parity judge logs/bedrock.jsonl": runs,
  "llm-parity judge logs/bedrock.jsonl --include-content": runs,

  [`${rows} --reference kimi-k2.5/openrouter/chat-completions`]: asks,
  "llm-parity run --resume last --retry-excluded": runs,
  "llm-parity report last --reference kimi-k2.5/openrouter/chat-completions": runs,

  "llm-parity simulate --profile kimi": { kind: "serves", code: 143 },
  "llm-parity simulate --profile kimi --check-credentials": { kind: "serves", code: 143 },
  "llm-parity serve --config examples/router.yaml": { kind: "serves", code: 0 },
  'llm-parity infer --config examples/router.yaml --query "Write a function in TypeScript" --route-only': runs,
  'llm-parity infer --config examples/router.yaml --query "What is 15 + 27?"': asks,
  "llm-parity chat --config examples/router.yaml": { ...asks, input: "What is 15 + 27?\n" },
  "llm-parity list-routers": runs,
  "llm-parity train --router knn --config examples/training/training.yaml": runs,
  [`curl http://127.0.0.1:8000/v1/chat/completions -H 'content-type: application/json' -d '{"model": "auto", "messages": [{"role": "user", "content": "What is 15 + 27?"}]}'`]:
    { kind: "not-run", why: "curl is not everywhere; test/router.test.ts sends the same request" },
};
