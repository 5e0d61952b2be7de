import { Text } from '@mantine/core';
import type { PresentAnswer } from '../../../src/api/answers/inbox.ts';

const names = new Intl.ListFormat('en');

/** Who else has this conversation open, and who of them writes; nothing where nobody is. */
export function Presence({ others }: { others: PresentAnswer[] }) {
  return (
    <div role="status" aria-label="Colleagues here">
      {others.length > 0 && (
        <Text size="sm" fw={600}>
          {sentenceFor(others)}
        </Text>
      )}
    </div>
  );
}

function sentenceFor(others: PresentAnswer[]): string {
  const writing = others.filter(({ isWriting }) => isWriting);
  const quiet = others.filter(({ isWriting }) => !isWriting);
  return [listed(writing, ['is writing …', 'are writing …']), listed(quiet, HERE)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const HERE: [one: string, many: string] = ['is here too.', 'are here too.'];

function listed(people: PresentAnswer[], [one, many]: [one: string, many: string]): string {
  if (people.length === 0) return '';
  return `${names.format(people.map(({ name }) => name))} ${people.length === 1 ? one : many}`;
}
