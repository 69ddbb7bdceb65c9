const example = "http://127.0.0.1:8787";

/** The problem with the address of a simulator, as `llm-parity simulate` prints it: an origin and no more; null: none. */
export function simulatorProblem(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return `it looks like ${example}`;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "it has no user or password";
  if (url.search !== "" || url.hash !== "") return "it has no ? or # part";
  if (url.pathname === "/") return null;
  return `it has no path, since each API has its own: ${url.origin}`;
}
