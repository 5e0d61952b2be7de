/** Something a person can put right: one sentence that names the trouble and the remedy, shown without a stack. */
export class EngineProblem extends Error {
  override readonly name = 'EngineProblem';
}

/** The code of a system error such as `ENOENT` or `EADDRINUSE`; null for any other value. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
