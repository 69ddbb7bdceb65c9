/** How progress is shown: `live`: lines that are rewritten; `minute`: a line a minute; `trials`: a line a trial; `none`: not at all. */
export const progressKinds = ["auto", "live", "minute", "trials", "none"] as const;
export type ProgressKind = (typeof progressKinds)[number];

/** `auto`: live on a terminal, else a line a minute. A terminal that is dumb, or a stream that is none, cannot rewrite a line. */
export function shownKind(
  kind: ProgressKind,
  stream: { readonly isTTY?: boolean | undefined },
  environment: NodeJS.ProcessEnv,
): Exclude<ProgressKind, "auto"> {
  const canRewrite = stream.isTTY === true && environment["TERM"] !== "dumb";
  if (kind === "auto" || kind === "live") return canRewrite ? "live" : "minute";
  return kind;
}
