import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { atEnd } from "./at-end.js";
import { listen } from "./listen.js";

/** An issue as the fake keeps it. */
export type FakeIssue = {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  stateReason: string | null;
  readonly labels: readonly string[];
  readonly login: string;
  readonly isPull: boolean;
};

export type FakeGithub = {
  readonly url: string;
  /** `METHOD path?query` of each call, in order. */
  readonly calls: readonly string[];
  readonly issues: FakeIssue[];
  readonly labels: Set<string>;
  /** Answers the next calls with these statuses, before they have any effect. */
  readonly refuse: (
    answers: readonly { status: number; headers?: { [name: string]: string }; body?: string }[],
  ) => void;
};

const repository = "/repos/octo-org/octo-repo";
const page = 100;

/** A loopback server with the part of GitHub's REST API that upkeep uses. It ends with the test that started it. */
export async function fakeGithub({
  token = "a-token-of-the-test",
  canLabel = true,
}: {
  readonly token?: string;
  readonly canLabel?: boolean;
} = {}): Promise<FakeGithub> {
  const calls: string[] = [];
  const issues: FakeIssue[] = [];
  const labels = new Set<string>();
  const refusals: { status: number; headers?: { [name: string]: string }; body?: string }[] = [];
  const server = createServer(async (request, response) => {
    calls.push(`${request.method} ${request.url}`);
    const body = await bodyOf(request);
    const refusal = refusals.shift();
    if (refusal !== undefined) {
      response.writeHead(refusal.status, refusal.headers).end(refusal.body ?? "");
      return;
    }
    if (request.headers.authorization !== `Bearer ${token}`)
      return answer(response, 401, { message: "Bad credentials" });
    if (!request.headers["user-agent"]) return answer(response, 403, { message: "no user agent" });
    const url = new URL(request.url ?? "", "http://fake");
    if (!url.pathname.startsWith(`${repository}/`)) return answer(response, 404, { message: "Not Found" });
    const [status, value] = act(`${request.method}`, url, body);
    answer(response, status, value);
  });

  function act(method: string, url: URL, body: { readonly [name: string]: unknown }): readonly [number, unknown] {
    const path = url.pathname.slice(repository.length);
    const label = /^\/labels\/(.+)$/.exec(path)?.[1];
    if (method === "GET" && label !== undefined) {
      return labels.has(decodeURIComponent(label)) ? [200, {}] : [404, { message: "Not Found" }];
    }
    if (method === "POST" && path === "/labels") {
      if (labels.has(String(body["name"]))) return [422, { message: "Validation Failed" }];
      labels.add(String(body["name"]));
      return [201, {}];
    }
    if (method === "GET" && path === "/issues") return [200, listed(url)];
    if (method === "POST" && path === "/issues") {
      const issue: FakeIssue = {
        ...{ number: issues.length + 1, title: String(body["title"]), body: String(body["body"]), state: "open" },
        ...{ stateReason: null, labels: canLabel ? (body["labels"] as string[]) : [], isPull: false },
        login: "github-actions[bot]",
      };
      issues.push(issue);
      return [201, wireOf(issue)];
    }
    const number = Number(/^\/issues\/(\d+)$/.exec(path)?.[1]);
    const issue = issues.find((one) => one.number === number);
    if (method !== "PATCH" || issue === undefined) return [404, { message: "Not Found" }];
    if (typeof body["body"] === "string") issue.body = body["body"];
    if (body["state"] === "open" || body["state"] === "closed") issue.state = body["state"];
    if (typeof body["state_reason"] === "string") issue.stateReason = body["state_reason"];
    return [200, wireOf(issue)];
  }

  function listed(url: URL): readonly unknown[] {
    const at = Number(url.searchParams.get("page") ?? "1") - 1;
    const wanted = url.searchParams.get("labels") ?? "";
    return issues
      .filter(
        ({ labels: own, state }) =>
          own.includes(wanted) && (url.searchParams.get("state") === "all" || state === "open"),
      )
      .toReversed()
      .slice(at * page, (at + 1) * page)
      .map(wireOf);
  }

  const port = await listen(server);
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    issues,
    labels,
    refuse: (answers) => void refusals.push(...answers),
  };
}

/** GitHub ends lines with CRLF where an issue was edited in the browser; what is written by API comes back as it is. */
function wireOf({ number, title, body, state, labels, login, isPull }: FakeIssue): object {
  return {
    ...{ number, title, body, state, user: { login } },
    labels: labels.map((name) => ({ name })),
    ...(isPull ? { pull_request: { url: "https://example.com" } } : {}),
  };
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly [name: string]: unknown }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? {} : JSON.parse(text);
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
}
