/** Error codes of the system, in words. */
export const systemTexts: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  ENOTDIR: "part of the path is not a folder",
  EISDIR: "it is a folder",
  ENOENT: "it does not exist",
  EEXIST: "something is in its place",
  ENOTEMPTY: "the folder is not empty",
  EMFILE: "too many files are open",
  EADDRINUSE: "the port is in use",
  EADDRNOTAVAIL: "the address does not belong to this machine",
};
