/** The path and query of a URL for the request line, exactly as written: dot segments and escapes stay. */
export function requestTarget(url: string): string {
  const scheme = url.indexOf("://");
  const authority = scheme === -1 ? 0 : scheme + 3;
  const path = url.slice(authority).search(/[/?#]/);
  if (path === -1) return "/";
  const target = url.slice(authority + path);
  const fragment = target.indexOf("#");
  const sent = fragment === -1 ? target : target.slice(0, fragment);
  return sent.startsWith("/") ? sent : `/${sent}`;
}

/** The request target of a URL with escapes decoded, so that `%3A` equals `:`; as written when one is malformed. */
export function decodedTarget(url: string): string {
  const target = requestTarget(url);
  if (!target.includes("%")) return target;
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
