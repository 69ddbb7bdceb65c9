import { type AskedExchange, readAnswer } from "./answer.js";
import type { Assumption, Decision } from "./assumption.js";
import { quoteOf } from "./decide.js";

/** What the exchanges of a probe say about its assumption. `exchanges`: by the names of its asks; one that is not there was not asked. Pure. */
export function judgeProbe({ probe }: Assumption, exchanges: ReadonlyMap<string, AskedExchange>): Decision {
  if (probe.kind === "none") return { state: "open", evidence: `no probe: ${probe.why}` };
  const recorded = probe.asks.flatMap(({ name }) => exchanges.get(name) ?? []);
  if (recorded.length < probe.asks.length) return { state: "open", evidence: "not asked" };
  const answers = recorded.map(readAnswer);
  const broken = answers.find(({ status }) => status === null);
  if (broken !== undefined) return { state: "open", evidence: quoteOf(broken) };
  return probe.decide(answers);
}

/** The most tokens that the reply of an exchange says to have; null: it names none. */
export function reportedOutputTokens(asked: AskedExchange): number | null {
  const { text } = readAnswer(asked);
  const counts = [...text.matchAll(/"(?:completion_tokens|output_tokens|outputTokens|outputTokenCount)"\s*:\s*(\d+)/g)];
  return counts.length === 0 ? null : Math.max(...counts.map(([, count]) => Number(count)));
}
