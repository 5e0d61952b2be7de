/** The machine that this program runs on, and which program it is. */
export interface Machine {
  version: string;
  /** Of a checkout; null where it cannot be told. */
  commit: string | null;
  startedAt: string;
  /** The disk of the data folder. */
  disk(): Promise<{ freeBytes: number; totalBytes: number }>;
}
