/**
 * `npm run package-test`: packs the package, installs it into an empty project without MSW, and uses it there as a stranger
 * would. Needs no network. Prints the size of the package; ends with 1 at the first thing that does not work. `--built`: packs `dist` as
 * it is, which was built of these sources just before.
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Installed, installPackage, root } from "./package/install.js";
import { runNode, serve } from "./package/run-node.js";

const main = "node_modules/llm-parity/dist/cli/main.js";
const shipped = "node_modules/llm-parity";

const installed = installPackage({ isBuilt: process.argv.includes("--built") });
try {
  for (const check of [
    holdsWhatItShould,
    runs,
    starts,
    judges,
    servesItsExample,
    trains,
    saysWhatMswNeeds,
    saysWhatVitestNeeds,
    runsTheExamplesOfTheLibrary,
    hasWholeTypes,
  ]) {
    await check(installed);
    console.log(`ok  ${check.name}`);
  }
  const { files, packedBytes, unpackedBytes } = installed;
  console.log(`${files.length} files, ${packedBytes} bytes packed, ${unpackedBytes} bytes unpacked`);
} finally {
  installed.remove();
}

function holdsWhatItShould({ files, project }: Installed): void {
  const strays = files.filter((name) => /\.test\.|\.fixture\.|\.map$|^(src|test|scripts)\//.test(name));
  assert.deepEqual(strays, []);
  const starter = ["nightly.yml", "gitlab-ci.yml", "gitignore", "scenarios/models.yaml"];
  for (const name of [
    ...["README.md", "LICENSE", "CONTRIBUTING.md", "examples/router.yaml", "docs/library.md"],
    ...starter.map((file) => `examples/nightly/${file}`),
  ])
    assert.ok(files.includes(name), `${name} is not in the package`);
  const { exports: entries } = JSON.parse(readFileSync(join(project, shipped, "package.json"), "utf8"));
  const targets = Object.values<string | { [condition: string]: string }>(entries)
    .flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)))
    .filter((path) => !path.includes("*"));
  for (const path of targets) assert.ok(files.includes(path.slice("./".length)), `${path} is not in the package`);
}

async function runs({ project }: Installed): Promise<void> {
  const { code, said } = await runNode([main, "run"], project);
  assert.equal(code, 0, said);
  assert.match(readFileSync(join(project, "reports/compatibility-matrix.md"), "utf8"), /Kimi K2\.5/);
}

async function starts({ project }: Installed): Promise<void> {
  const { code, said } = await runNode([main, "init", "mine"], project);
  assert.equal(code, 0, said);
  assert.match(readFileSync(join(project, "mine/.gitignore"), "utf8"), /^runs\/$/m);
}

async function judges({ project }: Installed): Promise<void> {
  const fixture = `${shipped}/fixtures/bedrock/converse-stream/kimi-k2.5/response-after-tool.har`;
  const { code, said } = await runNode([main, "judge", fixture], project);
  assert.equal(code, 1, said);
  assert.match(said, /empty-reply/);
}

async function servesItsExample({ project }: Installed): Promise<void> {
  const simulator = await serve([main, "simulate", "--profile", "default", "--port", "0"], project);
  try {
    const config = `${shipped}/examples/router.yaml`;
    const router = await serve(
      [main, "serve", "--config", config, "--port", "0", "--simulator", simulator.url],
      project,
    );
    const reply = await fetch(`${router.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        model: "auto",
        messages: [{ role: "user", content: "What is 15 + 27? Reply with just the number." }],
      }),
    });
    const text = await reply.text();
    const { code, said } = await router.stop();
    assert.equal(reply.status, 200, text + said);
    assert.match(text, /"content":"42"/);
    assert.equal(code, 0, said);
  } finally {
    await simulator.stop();
  }
}

/** The paths of the training file are below the working directory: a stranger copies the examples. */
async function trains({ project }: Installed): Promise<void> {
  cpSync(join(project, shipped, "examples"), join(project, "examples"), { recursive: true });
  const { code, said } = await runNode(
    [main, "train", "--router", "knn", "--config", "examples/training/training.yaml"],
    project,
  );
  assert.equal(code, 0, said);
}

async function saysWhatMswNeeds({ project }: Installed): Promise<void> {
  const script = 'await import("llm-parity/msw").catch(({ message }) => console.log(message));';
  const { said } = await runNode(["--input-type=module", "-e", script], project);
  assert.equal(said, "llm-parity/msw needs MSW 2, which is not installed: npm install --save-dev msw\n");
}

async function saysWhatVitestNeeds({ project }: Installed): Promise<void> {
  const script = 'await import("llm-parity/vitest").catch(({ message }) => console.log(message));';
  const { said } = await runNode(["--input-type=module", "-e", script], project);
  const wanted = "llm-parity/vitest needs Vitest 3 or later, which is not installed: npm install --save-dev vitest\n";
  assert.equal(said, wanted);
}

async function runsTheExamplesOfTheLibrary({ project }: Installed): Promise<void> {
  const fixtures = `${shipped}/fixtures/bedrock/converse-stream/kimi-k2.5`;
  cpSync(join(project, fixtures), join(project, "tests/cassettes"), { recursive: true });
  const page = readFileSync(join(project, shipped, "docs/library.md"), "utf8");
  const examples = [...page.matchAll(/^```js\n(.*?)^```\n\n```text\n(.*?)^```$/gms)];
  assert.notEqual(examples.length, 0);
  for (const [, program = "", printed] of examples) {
    writeFileSync(join(project, "example.mjs"), program);
    assert.deepEqual(await runNode(["example.mjs"], project), { code: 0, said: printed });
  }
}

/** The declarations compile on their own, also where the compiler looks into those of libraries. */
async function hasWholeTypes({ project }: Installed): Promise<void> {
  symlinkSync(join(root, "node_modules/@types"), join(project, "node_modules/@types"));
  const program = `
    import { type MatrixResults, readReply, replaySuite, textOf } from "llm-parity";
    import { createSimulator } from "llm-parity/simulator";
    const { results } = await replaySuite({ suite: "seed", client: "http" });
    const whole: MatrixResults = results;
    const reply = await readReply(await fetch("http://127.0.0.1"), { api: "converse" });
    const texts: readonly string[] = [whole.suite, textOf(reply), typeof createSimulator];
    // @ts-expect-error There is no such client: what is exported has types, and is not any.
    await replaySuite({ client: texts });
  `;
  writeFileSync(join(project, "consumer.mts"), program);
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--types", "node"];
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  assert.deepEqual(await runNode([compiler, ...options, "consumer.mts"], project), { code: 0, said: "" });
}
