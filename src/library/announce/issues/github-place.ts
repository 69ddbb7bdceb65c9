import type { RunOrder } from "../../../report/nights/case-marker.js";
import { exitCodes } from "../../exit-code.js";
import { UsageError } from "../../usage-error.js";
import { safeAddress } from "../safe-address.js";

type Environment = { readonly [name: string]: string | undefined };

/** Where issues are kept, and with which token. `api`: GitHub's REST API, without a slash at its end. */
export type GithubPlace = { readonly api: string; readonly repository: string; readonly token: string };

/**
 * Reads the place from `GITHUB_REPOSITORY`, `GITHUB_API_URL` (default: github.com's) and `GITHUB_TOKEN`, as GitHub Actions sets them
 * (docs.github.com, *Variables reference*, read 2026-11-29). Throws a UsageError where one is missing or wrong.
 */
export function githubPlace(environment: Environment): GithubPlace {
  const repository = environment["GITHUB_REPOSITORY"]?.trim() ?? "";
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    const what = repository === "" ? "is not set" : `is "${repository}"`;
    throw new UsageError(`GITHUB_REPOSITORY ${what}: it names no repository`, {
      hint: "Set it to owner/name; GitHub Actions does so by itself.",
    });
  }
  const api = safeAddress("GITHUB_API_URL", environment["GITHUB_API_URL"] || "https://api.github.com");
  const token = environment["GITHUB_TOKEN"]?.trim() ?? "";
  if (token === "") {
    throw new UsageError("GITHUB_TOKEN is not set, so no issue can be read or written", {
      hint: "In a workflow: give the job `permissions: issues: write`, and its token to the step, under env.",
      code: exitCodes.credentials,
    });
  }
  return { api: api.href.replace(/\/+$/, ""), repository, token };
}

/** Which run this is, for a night: `GITHUB_RUN_NUMBER` and `GITHUB_RUN_ATTEMPT`; each 1 where it is not set. */
export function runOrder(night: string, environment: Environment): RunOrder {
  const number = (name: string) => {
    const value = Number(environment[name] || "1");
    return Number.isSafeInteger(value) && value > 0 ? value : 1;
  };
  return { night, run: number("GITHUB_RUN_NUMBER"), attempt: number("GITHUB_RUN_ATTEMPT") };
}
