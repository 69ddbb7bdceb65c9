import type { WorkFolder } from "../support/work-folder.js";

/** A mistake of a person at the keyboard, and what the program must say of it. */
export type Mistake = {
  readonly title: string;
  readonly args: readonly string[];
  /** Puts the mistake into a folder that holds nothing but earlier reports. */
  readonly spoil?: (folder: WorkFolder) => void;
  readonly code: number;
  /** Parts of standard error, in order. */
  readonly says: readonly string[];
};
