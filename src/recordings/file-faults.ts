/** Why a file or folder cannot be looked at. `code`: of the operating system; "": it has none. */
type Fault = { readonly code: string; readonly reason: string };

/** What a look gives, or why it failed. */
export function attempt<T>(look: () => T): { readonly value: T } | Fault {
  try {
    return { value: look() };
  } catch (error) {
    return faultOf(error);
  }
}

/** The reason of an error of the operating system, in words. */
export function faultOf(error: unknown): Fault {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return { code, reason: reasons[code] ?? `cannot be read (${code === "" ? String(error) : code})` };
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: "does not exist, or is a link to something that does not",
  ENOTDIR: "does not exist: a part of its path is not a folder",
  EACCES: "cannot be read: permission denied",
  EPERM: "cannot be read: permission denied",
  ELOOP: "is a link that leads back to itself",
  ENAMETOOLONG: "has a name that is too long",
  ENXIO: "is a socket or a device",
};
