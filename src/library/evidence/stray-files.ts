type Stray = { readonly pattern: RegExp; readonly hint: string };

/** Files that programs leave in folders without being asked. */
const strays: readonly Stray[] = [
  { pattern: /(?:^|\/)(?:\.DS_Store|\.localized)$/, hint: "macOS made it: delete it" },
  { pattern: /(?:^|\/)(?:__MACOSX\/.*|\._[^/]*)$/, hint: "macOS packed it too: delete it" },
  { pattern: /(?:^|\/)(?:Thumbs\.db|desktop\.ini)$/i, hint: "Windows made it: delete it" },
  { pattern: /(?:^|\/)\.git(?:\/|$|attributes$|ignore$)/, hint: "it belongs to git: verify a copy without it" },
  {
    pattern: /(?:^|\/)(?:[^/]*~|\.[^/]*\.sw[a-p]|#[^/]*#|[^/]*\.(?:bak|orig|rej|tmp))$/,
    hint: "an editor made it: delete it",
  },
  { pattern: /(?:^|\/)(?:__pycache__\/.*|[^/]*\.pyc|node_modules\/.*)$/, hint: "running a script made it: delete it" },
  { pattern: / \(\d+\)(?:\.[^/]*)?$/, hint: "it is named as a browser names a second download" },
];

/** What an unlisted file probably is, and what to do; null: not known. */
export function strayFileHint(path: string): string | null {
  return strays.find(({ pattern }) => pattern.test(path))?.hint ?? null;
}
