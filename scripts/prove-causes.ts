import { fork } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { head, printed, type Run, runSeed } from "./prove-causes/measure.js";
import { type Row, rows } from "./prove-causes/rows.js";

// Lets the experiment find hidden causes in made-up worlds, and prints how often it is right, wrong or open, and after how many
// calls. Arguments: the runs of each row, a regular expression for the rows' names, and a file that keeps the runs, so that an
// interrupted proof goes on. Runs are shared among the processors.

const [runs = "50", part = "", file = ""] = process.argv.slice(2);
const chosen = rows.filter(({ name }) => new RegExp(part).test(name));

/** Tasks that were handed out, over all processes. */
let taken = 0;

if (process.send !== undefined) process.on("message", answer);
else await prove();

type Task = { readonly row: string; readonly seed: number };

function answer({ row, seed }: Task): void {
  const found = rows.find(({ name }) => name === row);
  if (found !== undefined) process.send?.(runSeed(found, seed));
}

async function prove(): Promise<void> {
  const started = performance.now();
  const known = file !== "" && existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  const done: Run[] = known.map((line): Run => JSON.parse(line));
  const isDone = new Set(done.map(({ row, seed }) => `${row} ${seed}`));
  const tasks = chosen.flatMap(({ name }) =>
    Array.from({ length: Number(runs) }, (_, index): Task => ({ row: name, seed: index + 1 })),
  );
  const open = tasks.filter(({ row, seed }) => !isDone.has(`${row} ${seed}`));
  const keep = (run: Run) => {
    done.push(run);
    if (file !== "") appendFileSync(file, `${JSON.stringify(run)}\n`);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(open, keep)));
  print(done);
  console.log(`\n${open.length} runs in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/** A process that takes one task after the other. */
function work(open: Task[], keep: (run: Run) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { execArgv: process.execArgv });
    const next = () => {
      const task = open[taken];
      taken += 1;
      if (task === undefined) child.disconnect();
      else child.send(task);
    };
    child.on("message", (run: Run) => {
      keep(run);
      next();
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a process ended with ${code}`))));
    next();
  });
}

function print(done: readonly Run[]): void {
  console.log(head);
  for (const { name } of chosen satisfies readonly Row[]) {
    const own = done.filter(({ row, seed }) => row === name && seed <= Number(runs));
    if (own.length > 0) console.log(printed(name, own));
  }
}
