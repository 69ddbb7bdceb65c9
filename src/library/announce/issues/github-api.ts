import { z } from "zod";
import { headerOf, TransportError } from "../../../wire/exchange.js";
import { exitCodes } from "../../exit-code.js";
import { UsageError } from "../../usage-error.js";
import { type Answered, type SendOptions, sendJson } from "../send-json.js";
import type { GithubPlace } from "./github-place.js";
import type { Issue } from "./plan-upkeep.js";

/** What upkeep does in a repository. `onCall` gets each call. */
export type GithubIssues = {
  /** Issues with the label that this author opened, open and closed; pull requests are none. */
  readonly list: (label: string, author: string) => Promise<readonly Issue[]>;
  readonly ensureLabel: (label: string) => Promise<void>;
  readonly open: (issue: { readonly title: string; readonly body: string; readonly label: string }) => Promise<number>;
  readonly update: (number: number, body: string) => Promise<void>;
  readonly close: (number: number, body: string) => Promise<void>;
};

export type GithubOptions = SendOptions & { readonly onCall: (line: string) => void };

const pageSize = 100;
const mostPages = 100;

const listed = z.array(
  z.object({
    number: z.int(),
    title: z.string(),
    body: z.string().nullable(),
    state: z.string(),
    user: z.object({ login: z.string() }).nullable(),
    pull_request: z.unknown().optional(),
  }),
);
const created = z.object({ number: z.int(), labels: z.array(z.object({ name: z.string() })) });

/** GitHub's issues over its REST API, version 2022-11-28 (docs.github.com, *REST API endpoints for issues*, read 2026-11-29). */
export function githubIssues(place: GithubPlace, options: GithubOptions): GithubIssues {
  const call = caller(place, options);
  return {
    list: (label, author) => list(call, label, author),
    ensureLabel: async (label) => {
      const found = await call("GET", `/labels/${encodeURIComponent(label)}`, { allow: [404] });
      if (found.status !== 404) return;
      const body = { name: label, color: "b60205", description: "Kept by llm-parity" };
      // 422: another run has made it meanwhile.
      await call("POST", "/labels", { body, allow: [422] });
    },
    open: async ({ title, body, label }) => {
      const answered = await call("POST", "/issues", { body: { title, body, labels: [label] } });
      const { number, labels } = read(created, answered, "the issue that was opened");
      if (labels.some(({ name }) => name.toLowerCase() === label.toLowerCase())) return number;
      throw new UsageError(`#${number} was opened without its label "${label}", so that it will not be found again`, {
        hint: `Give it the label by hand, and the token the right to do so (\`issues: write\`).`,
        code: exitCodes.credentials,
      });
    },
    update: async (number, body) => void (await call("PATCH", `/issues/${number}`, { body: { body } })),
    close: async (number, body) => {
      await call("PATCH", `/issues/${number}`, { body: { body, state: "closed", state_reason: "completed" } });
    },
  };
}

type Call = (
  method: "GET" | "POST" | "PATCH",
  path: string,
  more?: { readonly body?: object; readonly allow?: readonly number[] },
) => Promise<Answered>;

function caller({ api, repository, token }: GithubPlace, options: GithubOptions): Call {
  const headers = [
    ["accept", "application/vnd.github+json"],
    ["authorization", `Bearer ${token}`],
    ["x-github-api-version", "2022-11-28"],
  ] as const;
  return async (method, path, { body, allow = [] } = {}) => {
    const shown = `${method} /repos/${repository}${path}`;
    const request = { method, url: `${api}/repos/${repository}${path}`, headers, body: body ?? null };
    const answered = await sendJson(request, options).catch((error: unknown) => refuseSilence(error, shown));
    options.onCall(`${shown} → ${answered.status}`);
    if ((answered.status >= 200 && answered.status < 300) || allow.includes(answered.status)) return answered;
    throw refusal(shown, answered, repository);
  };
}

async function list(call: Call, label: string, author: string): Promise<readonly Issue[]> {
  const found: Issue[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const query = new URLSearchParams({
      ...{ labels: label, state: "all", sort: "created", direction: "desc" },
      ...{ per_page: String(pageSize), page: String(page) },
    });
    const issues = read(listed, await call("GET", `/issues?${query}`), "the list of issues");
    found.push(
      ...issues
        .filter(({ pull_request, user }) => pull_request === undefined && isBy(author, user?.login))
        .map(({ number, title, body, state }) => ({ number, title, body: body ?? "", isOpen: state === "open" })),
    );
    if (issues.length < pageSize) break;
  }
  return found;
}

function isBy(author: string, login: string | undefined): boolean {
  return login?.toLowerCase() === author.toLowerCase();
}

function read<Value>(schema: z.ZodType<Value>, { text }: Answered, what: string): Value {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${what} is not in the form of GitHub's REST API`, {
      hint: "Check GITHUB_API_URL: on GitHub Enterprise Server it ends with /api/v3.",
      code: exitCodes.unmeasured,
    });
  }
}

function refuseSilence(error: unknown, shown: string): never {
  if (!(error instanceof TransportError)) throw error;
  throw new UsageError(`${shown}: no answer (${error.kind})`, {
    hint: "Run it again: what was done is found again, and not done twice.",
    code: exitCodes.unmeasured,
  });
}

function refusal(shown: string, { status, headers, text }: Answered, repository: string): UsageError {
  const isThrottled = status === 429 || (status === 403 && headerOf(headers, "x-ratelimit-remaining") === "0");
  const isDenied = !isThrottled && (status === 401 || status === 403);
  return new UsageError(`${shown}: status ${status}${saidIn(text)}`, {
    hint: isThrottled ? "Too many calls: run it again later." : hintFor(status, repository),
    code: isDenied ? exitCodes.credentials : exitCodes.unmeasured,
  });
}

function hintFor(status: number, repository: string): string {
  if (status === 401) return "GITHUB_TOKEN is not valid, or no longer.";
  if (status === 403) return "The token may not do this: give the job `permissions: issues: write`.";
  if (status === 404)
    return `GITHUB_TOKEN sees no repository ${repository}; check GITHUB_REPOSITORY and its permissions.`;
  if (status === 410) return "Issues are switched off in this repository: switch them on in its settings.";
  if (status >= 500) return "GitHub is out of order: run it again later.";
  return "Run it again; what was done is found again, and not done twice.";
}

function saidIn(text: string): string {
  try {
    const said = z.object({ message: z.string() }).safeParse(JSON.parse(text));
    return said.success ? `: ${said.data.message.slice(0, 200)}` : "";
  } catch {
    return "";
  }
}
