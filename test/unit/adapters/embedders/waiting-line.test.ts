import { describe, expect, test } from 'vitest';
import {
  WaitingLine,
  type Waiting,
} from '../../../../src/adapters/embedders/embedded/waiting-line.ts';

const waiting = (text: string): Waiting => ({
  text,
  resolve: () => undefined,
  reject: () => undefined,
});
const texts = (line: WaitingLine): string[] => line.next().map(({ text }) => text);

describe('the embedder’s waiting line', () => {
  test('lets queries pass passages that came before', () => {
    const line = new WaitingLine();
    line.add('passage', waiting('p'));
    line.add('query', waiting('q1'));
    line.add('query', waiting('q2'));
    expect([texts(line), texts(line), texts(line)]).toEqual([['q1', 'q2'], ['p'], []]);
  });

  test('takes long passages one by one and short ones together', () => {
    const line = new WaitingLine();
    const long = 'x'.repeat(600);
    for (const text of [long, long, 'a', 'b', 'c']) line.add('passage', waiting(text));
    expect([texts(line), texts(line), texts(line)]).toEqual([[long], [long], ['a', 'b', 'c']]);
  });

  test('takes eight queries at most, in order', () => {
    const line = new WaitingLine();
    for (let index = 0; index < 10; index += 1) line.add('query', waiting(String(index)));
    expect(texts(line)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(texts(line)).toEqual(['8', '9']);
  });
});
