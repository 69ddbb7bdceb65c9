import type { GithubIssues } from "./github-api.js";
import { planUpkeep, type Tonight, type Upkeep } from "./plan-upkeep.js";

/** `isPlan`: nothing is written. `author`: who opened the issues that are kept; others are left alone. */
export type KeepOptions = { readonly label: string; readonly author: string; readonly isPlan: boolean };

/** What was done, or with a plan would be, one line each; and what is left alone. */
export type KeptIssues = { readonly done: readonly string[]; readonly remarks: readonly string[] };

/** Reads the issues of a repository, decides, and writes. Throws a UsageError where GitHub refuses a call. */
export async function keepIssues(github: GithubIssues, tonight: Tonight, options: KeepOptions): Promise<KeptIssues> {
  const { label, author, isPlan } = options;
  const { actions, remarks } = planUpkeep(await github.list(label, author), tonight);
  if (!isPlan && actions.some(({ kind }) => kind === "open")) await github.ensureLabel(label);
  const done: string[] = [];
  for (const action of actions) done.push(await perform(action, github, options));
  return { done, remarks };
}

async function perform(action: Upkeep, github: GithubIssues, { label, isPlan }: KeepOptions): Promise<string> {
  switch (action.kind) {
    case "open": {
      const { title, body } = action;
      const number = isPlan ? null : await github.open({ title, body, label });
      return `open${number === null ? "" : ` #${number}`}: ${action.subject}`;
    }
    case "update":
      if (!isPlan) await github.update(action.number, action.body);
      return `update #${action.number}: ${action.subject}`;
    case "close":
      if (!isPlan) await github.close(action.number, action.body);
      return `close #${action.number}: ${action.subject}`;
  }
}
