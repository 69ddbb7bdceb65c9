import type { Command } from "commander";
import { UsageError } from "../../library/usage-error.js";
import type { DatasetWords } from "./run-dataset.js";

/** What a run does, as far as it decides which options have an effect. */
export type Doing = {
  /** Recordings are replayed; else services, or a simulator, are asked. */
  readonly replays: boolean;
  /** Fixtures are written. */
  readonly records: boolean;
  /** A sequential test decides the number of trials. */
  readonly untilDecided: boolean;
  /** Whole requests are asked, instead of scenarios. */
  readonly asksDataset: boolean;
  /** The run is a night of the history, with the trials of its gate. */
  readonly isNight: boolean;
  /** A part of the plan is asked. */
  readonly isShard: boolean;
  /** Each trial's prompt is varied. */
  readonly varies: boolean;
  /** This process asks; else workers do. */
  readonly asksHere: boolean;
};

/** Options that have an effect under one condition only. Where several rows have an option, each must hold. */
type Row = {
  readonly options: readonly string[];
  readonly holds: (doing: Doing) => boolean;
  /** Why they have none, after "… has no effect: ". */
  readonly because: string;
  readonly hint: string;
};

/** An option in no row has an effect in every run. `--keys-file` is one: it may set a region or a proxy too. */
const rows: readonly Row[] = [
  {
    options: [
      ...["--trials", "--max-trials", "--acceptable-rate", "--unacceptable-rate", "--confidence"],
      ...["--retries", "--concurrency", "--seed", "--nonce", "--max-calls", "--max-cost", "--runs"],
      ...["--nonce-seed", "--shard", "--queue", "--gate"],
      ...["--max-minutes", "--quota-share", "--progress"],
      ...["--first-byte-timeout", "--idle-timeout", "--total-timeout"],
    ],
    holds: ({ replays }) => !replays,
    because: "this run replays recordings, and asks nothing",
    hint: "or add --live or --simulator <url>",
  },
  {
    options: ["--jobs"],
    holds: ({ replays }) => replays,
    because: "only a replay uses several cores; --concurrency is for requests",
    hint: "or drop --dataset",
  },
  {
    options: ["--layer"],
    holds: ({ replays }) => replays,
    because: "a run that asks is judged by what clients notice; its folder keeps what the other layer needs",
    hint: "or read the run with llm-parity report <run> --layer strict",
  },
  {
    options: ["--trials", "--max-trials", "--acceptable-rate", "--unacceptable-rate", "--confidence"],
    holds: ({ asksDataset }) => !asksDataset,
    because: "each row of a data set is asked once",
    hint: "or drop --dataset",
  },
  {
    options: ["--gate"],
    holds: ({ asksDataset, records }) => !asksDataset && !records,
    because: "a night is made of runs of scenarios that write no fixtures",
    hint: "or drop --dataset and --record",
  },
  {
    options: ["--gate"],
    holds: ({ asksHere }) => asksHere,
    because: "workers make the calls in the queue, without a second stage",
    hint: "or drop --queue; --shard shares a night",
  },
  {
    options: ["--trials"],
    holds: ({ isNight }) => !isNight,
    because: "the gate has a fixed number of trials, on which its false alarms depend",
    hint: "or drop --gate",
  },
  {
    options: ["--history", "--night", "--notify"],
    holds: ({ isNight }) => isNight,
    because: "this run is not a night",
    hint: "or add --gate",
  },
  {
    options: ["--notify"],
    holds: ({ isShard }) => !isShard,
    because: "a shard is a part of its night, which is compared once the shards are merged",
    hint: "and give it to `llm-parity gate`",
  },
  {
    options: ["--reports", "--reporter", "--embed", "--today"],
    holds: ({ asksDataset }) => !asksDataset,
    because: "a data set has figures, not a matrix",
    hint: "or drop --dataset",
  },
  {
    options: ["--max-trials", "--acceptable-rate", "--unacceptable-rate", "--confidence"],
    holds: ({ untilDecided }) => untilDecided,
    because: "the number of trials is fixed",
    hint: "or add --trials auto",
  },
  {
    options: ["--nonce-seed"],
    holds: ({ varies }) => varies,
    because: "no prompt is varied",
    hint: "or add --nonce",
  },
  {
    options: ["--concurrency", "--quota-share", "--max-minutes"],
    holds: ({ asksHere }) => asksHere,
    because: "the workers make the calls, with limits of their own",
    hint: "or drop --queue",
  },
  {
    options: ["--fixtures"],
    holds: ({ replays, records }) => replays || records,
    because: "this run neither replays nor records",
    hint: "or add --record",
  },
];

/** Throws UsageError, with every such option, for options that were typed and have no effect. */
export function refuseIneffective(command: Command, doing: Doing): void {
  const typed = new Set(
    command.options
      .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
      // `--no-x` and `--x` share a value: only one of them was typed.
      .filter((option) => option.negate === (command.getOptionValue(option.attributeName()) === false))
      .map(({ long }) => long),
  );
  for (const { options, holds, because, hint } of rows) {
    const idle = options.filter((name) => typed.has(name));
    if (idle.length === 0 || holds(doing)) continue;
    const names = idle.join(", ");
    throw new UsageError(`${names} ${idle.length === 1 ? "has" : "have"} no effect: ${because}`, {
      hint: `Drop ${names}, ${hint}.`,
    });
  }
}

/** Throws UsageError for an option of data sets, in a run without one. */
export function refuseWithoutDataset(options: Omit<Partial<DatasetWords>, "dataset">): void {
  const alone = (["reference", "limit"] as const).find((name) => options[name] !== undefined);
  if (alone === undefined) return;
  throw new UsageError(`--${alone} is for a data set`, { hint: "Add --dataset <file>." });
}

/** Throws UsageError for `--retry-excluded` in a new run. */
export function refuseRetryAlone(): never {
  throw new UsageError("--retry-excluded is only for a run that is continued", { hint: "Add --resume <run>." });
}

/** What a run that goes on may have anew: how far it goes, and how that is shown. Nothing of it changes what is asked. */
const withResume = [
  "--resume",
  "--retry-excluded",
  "--runs",
  "--max-calls",
  "--max-cost",
  "--max-minutes",
  "--progress",
  "--verbose",
  "--reporter",
  "--embed",
  "--no-annotations",
];

/** Throws UsageError for another option beside `--resume`: a run goes on with its own, and any that was typed would be ignored. */
export function refuseOtherOptions(command: Command): void {
  const other = command.options.find(
    (option) =>
      command.getOptionValueSource(option.attributeName()) === "cli" && !withResume.includes(option.long ?? ""),
  );
  if (other === undefined) return;
  throw new UsageError(`--resume takes the options from the run, so ${other.long} has no effect`, {
    hint: `Drop ${other.long}, or start a new run.`,
  });
}
