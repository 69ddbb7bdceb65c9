import { type FileHandle, open, stat } from "node:fs/promises";

/** A file that is only appended to. */
export type AppendFile = {
  /** Writes at the end; resolves with the number of bytes that were taken, which may be fewer than given. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  /** Resolves when everything written is on the disk. */
  readonly sync: () => Promise<void>;
  /** Cuts the file to `sizeBytes`. */
  readonly truncate: (sizeBytes: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Opens a file to append to it; makes an empty one where there is none. Syncing rejects with ENOENT once the file's name is gone: a
 * process may go on writing to a file that was deleted, and would keep nothing.
 */
export async function openToAppend(file: string): Promise<AppendFile> {
  const handle = await open(file, "a");
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: async () => {
      await handle.datasync();
      await stat(file);
    },
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    close: () => handle.close(),
  };
}

/** Makes the names in a folder durable: a file that was made or renamed in it is there after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(folder, "r");
  } catch (error) {
    // Windows cannot open a folder; its file system keeps names durable by itself.
    if (process.platform === "win32") return;
    throw error;
  }
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
