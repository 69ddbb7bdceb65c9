import { escaped } from "./markup/html.js";

/** A whole HTML document. `policy`: its content security policy; `body`: markup, which is written as it is. */
export type HtmlDocument = {
  readonly title: string;
  readonly policy: readonly string[];
  readonly style: string;
  /** Of the body element; null: none. */
  readonly bodyClass: string | null;
  readonly body: string;
};

/** What every policy of our pages has beside what it allows. */
export const basePolicy = ["img-src data:", "base-uri 'none'", "form-action 'none'"] as const;

/** The text of a document that has all of its style in itself and sends no referrer. */
export function htmlDocument({ title, policy, style, bodyClass, body }: HtmlDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy.join("; "))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="llm-parity">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body${bodyClass === null ? "" : ` class="${bodyClass}"`}>
${body}
</body>
</html>
`;
}
