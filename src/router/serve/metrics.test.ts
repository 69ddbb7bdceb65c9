import { expect, test } from "vitest";
import { createMetrics } from "./metrics.js";

test("nothing that happened is no line", () => {
  expect(createMetrics().text()).toBe("");
});

test("counters are told with their help and type, one line for each set of labels", () => {
  const { count, text } = createMetrics();
  count("attempts", { model: "a", outcome: "answered" });
  count("attempts", { model: "a", outcome: "failed" });
  count("attempts", { model: "b", outcome: "answered" });
  count("attempts", { model: "a", outcome: "answered" });
  count("tokens", { model: "a", direction: "input" }, 7);
  count("tokens", { model: "a", direction: "input" }, 0);
  expect(text()).toBe(`# HELP llm_parity_attempts_total Attempts at a model, by outcome.
# TYPE llm_parity_attempts_total counter
llm_parity_attempts_total{model="a",outcome="answered"} 2
llm_parity_attempts_total{model="a",outcome="failed"} 1
llm_parity_attempts_total{model="b",outcome="answered"} 1
# HELP llm_parity_tokens_total Tokens that services reported, by direction.
# TYPE llm_parity_tokens_total counter
llm_parity_tokens_total{model="a",direction="input"} 7
`);
});

test.each([
  ["requests", "llm_parity_requests_total"],
  ["empty", "llm_parity_empty_replies_total"],
  ["fallbacks", "llm_parity_fallbacks_total"],
] as const)("the counter %s is called %s", (name, full) => {
  const { count, text } = createMetrics();
  count(name, {});
  expect(text()).toMatch(new RegExp(`^# HELP ${full} [A-Z].+\\.\\n# TYPE ${full} counter\\n${full}{} 1\\n$`));
});

test("a duration counts in each bucket that it fits, its bound included", () => {
  const { observe, text } = createMetrics();
  for (const seconds of [0.05, 0.051, 120, 121]) observe(seconds, { route: "/" });
  observe(1, { route: "other" });
  const lines = text().split("\n");
  expect(lines.slice(0, 2)).toEqual([
    "# HELP llm_parity_request_seconds Time from a request to the last byte of its response.",
    "# TYPE llm_parity_request_seconds histogram",
  ]);
  expect(lines.slice(2, 16)).toEqual([
    ...['0.05"} 1', '0.1"} 2', '0.25"} 2', '0.5"} 2', '1"} 2', '2.5"} 2', '5"} 2', '10"} 2', '30"} 2', '60"} 2'].map(
      (rest) => `llm_parity_request_seconds_bucket{route="/",le="${rest}`,
    ),
    'llm_parity_request_seconds_bucket{route="/",le="120"} 3',
    'llm_parity_request_seconds_bucket{route="/",le="+Inf"} 4',
    'llm_parity_request_seconds_sum{route="/"} 241.101',
    'llm_parity_request_seconds_count{route="/"} 4',
  ]);
  expect(lines.slice(16).filter((line) => / [1-9]/.test(line))).toEqual([
    ...['1"', '2.5"', '5"', '10"', '30"', '60"', '120"', '+Inf"'].map(
      (le) => `llm_parity_request_seconds_bucket{route="other",le="${le}} 1`,
    ),
    'llm_parity_request_seconds_sum{route="other"} 1',
    'llm_parity_request_seconds_count{route="other"} 1',
  ]);
});

test("labels are escaped, every time that a character comes", () => {
  const { count, text } = createMetrics();
  count("requests", { model: 'a\\b"c\nd\\"\n' });
  expect(text()).toContain('{model="a\\\\b\\"c\\nd\\\\\\"\\n"} 1\n');
});

test("values of different labels are never one series", () => {
  const { count, text } = createMetrics();
  count("requests", { a: "x", b: "y" });
  count("requests", { a: "x" });
  count("requests", { a: "x", b: "" });
  expect(text().match(/ 1$/gm)).toHaveLength(3);
});
