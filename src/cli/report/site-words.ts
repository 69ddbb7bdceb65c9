import { UsageError } from "../../library/usage-error.js";

/** How a site is asked for. */
export type SiteOptions = {
  /** Write a site of static pages into this folder. */
  readonly site?: string;
  /** The file of a public site; absent: `site.yaml`. */
  readonly siteConfig?: string;
  /** Publish what a simulator answered. */
  readonly simulated?: true;
  /** A page for each trial, with its requests and replies: not for the public. */
  readonly includeContent?: true;
  /** So many of the newest nights; absent: 90. */
  readonly nights?: number;
  /** The folder of nights; absent: for a run the one that its own options name, else where `openHistory` finds it. */
  readonly history?: string;
};

/** What only the reports of a run have, by the member of the options. */
const ofRun: readonly (readonly [member: string, word: string])[] = [
  ["json", "--json"],
  ["html", "--html"],
  ["reporter", "--reporter"],
  ["har", "--har"],
  ["reference", "--reference"],
  ["embed", "--embed"],
  ["layer", "--layer"],
  ["exitZero", "--exit-zero"],
  ["verbose", "--verbose"],
];

/** Throws UsageError for words that have no effect together. `run` undefined: none was named. */
export function refuseSiteWords(run: string | undefined, options: SiteOptions & object): void {
  const { site, siteConfig, simulated, includeContent, nights } = options;
  if (run === undefined && site === undefined) {
    throw new UsageError("no run is named", {
      hint: "Name one: its folder, its id, or last. With --site DIR and no run, the nights of the history are published.",
    });
  }
  if (run === undefined) refuseWithoutRun(options);
  if (site === "") throw new UsageError("--site names no folder", { hint: "Write --site DIR." });
  const words = [
    ...(siteConfig === undefined ? [] : ["--site-config"]),
    ...(simulated === undefined ? [] : ["--simulated"]),
    ...(includeContent === undefined ? [] : ["--include-content"]),
    ...(nights === undefined ? [] : ["--nights"]),
  ];
  const [first] = words;
  if (site === undefined && first !== undefined) {
    throw new UsageError(`${first} has no effect without --site`, { hint: "Add --site DIR, or leave it out." });
  }
  if (run === undefined && includeContent === true) {
    throw new UsageError("--include-content needs a run: a history keeps no request and no reply", {
      hint: "Name the run: llm-parity report RUN --site DIR --include-content.",
    });
  }
  const publicWord = words.find((word) => word !== "--include-content");
  if (includeContent === true && publicWord !== undefined) {
    throw new UsageError(`${publicWord} is for a public site, and --include-content makes one that is not`, {
      hint: "Drop one of them.",
    });
  }
  if (run !== undefined && nights !== undefined) {
    throw new UsageError("--nights is for the nights of a history, and a run is named", { hint: "Drop one of them." });
  }
}

function refuseWithoutRun(options: object): void {
  const given = new Set(Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name])));
  const word = ofRun.find(([member]) => given.has(member));
  if (word === undefined) return;
  throw new UsageError(`${word[1]} is for the reports of a run, and none is named`, {
    hint: "Name the run, or leave it out: a site has the data of each page beside it.",
  });
}
