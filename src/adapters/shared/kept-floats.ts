import { createHash } from 'node:crypto';
import type { SoftmaxWeights } from './softmax.ts';

/** Numbers as they are kept in a file: 32-bit floats, little-endian, in base64. */
export function packFloats(rows: readonly Float32Array[]): string {
  const parts = rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength));
  return Buffer.concat(parts).toString('base64');
}

/** Rows of that width out of their file. */
export function unpackFloats(packed: string, width: number): Float32Array[] {
  const numbers = floatsOf(packed);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.subarray(row * width, (row + 1) * width),
  );
}

/** Row after row, then the biases. */
export function packWeights({ rows, biases }: SoftmaxWeights): string {
  return packFloats([...rows, biases]);
}

/** Weights of so many labels out of their file. */
export function unpackWeights(packed: string, labels: number): SoftmaxWeights {
  const numbers = floatsOf(packed);
  const width = numbers.length / labels - 1;
  return {
    rows: Array.from({ length: labels }, (_, label) =>
      numbers.subarray(label * width, (label + 1) * width),
    ),
    biases: numbers.subarray(labels * width),
  };
}

/** What kept numbers were learnt from, in hex: where it differs they do not fit. */
export function digestOfLessons(lessons: unknown): string {
  return createHash('sha256').update(JSON.stringify(lessons)).digest('hex');
}

function floatsOf(packed: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(packed, 'base64')).buffer);
}
