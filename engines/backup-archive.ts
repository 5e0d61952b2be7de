import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { EngineProblem, systemErrorCode } from './problem.ts';

/**
 * Packs a folder into a file that only its owner may read. The file is there when it is whole.
 * @throws EngineProblem when there is one of that name already, or no room
 */
export async function pack({ folder, file }: { folder: string; file: string }): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  const tar = spawn('tar', ['-cf', '-', '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(tar, 'close');
  try {
    await pipeline(
      tar.stdout,
      createGzip(),
      createWriteStream(draft, { mode: 0o600, flags: 'wx' }),
    );
    await ended;
    if (tar.exitCode !== 0) throw new Error(`tar ended with ${tar.exitCode}`);
    await link(draft, file); // refuses where rename would replace
  } catch (cause) {
    if (systemErrorCode(cause) === 'EEXIST') {
      throw new EngineProblem(`${file} is there already: name another file.`, { cause });
    }
    throw new EngineProblem(`The backup could not be written to ${file}: is there room?`, {
      cause,
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Unpacks what `pack` packed into an empty folder. @throws EngineProblem when the file is something else, or damaged */
export async function unpack({ file, folder }: { file: string; folder: string }): Promise<void> {
  // Reads to the end of its input: a tar that leaves at the end mark breaks the pipe behind it.
  const unpacking = ['-xpf', '-', '--ignore-zeros', '--no-same-owner', '-C', folder];
  const tar = spawn('tar', unpacking, { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(tar, 'close');
  try {
    await pipeline(createReadStream(file), createGunzip(), tar.stdin);
    await ended;
    if (tar.exitCode !== 0) throw new Error(`tar ended with ${tar.exitCode}`);
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') {
      throw new EngineProblem(`${file} cannot be read: is the path right?`, { cause });
    }
    throw new EngineProblem(`${file} is no backup of Night Porter, or it is damaged.`, { cause });
  }
}
