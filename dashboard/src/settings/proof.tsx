import { Alert, List, Text } from '@mantine/core';
import type { ProofAnswer } from '../../../src/api/answers/audit.ts';
import { plural } from '../shell/plural.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';

const STANDINGS = {
  whole: { title: 'Whole', read: 'Verified', color: 'blue' },
  open: {
    title: 'Nothing was changed, but a call has no outcome',
    read: 'Verified',
    color: 'orange',
  },
  broken: { title: 'Does not hold', read: 'Read', color: 'red' },
} as const;
const SHOWN_MAX = 20;

/** Whether a chain holds, up to where, and by which head; or what is broken. */
export function Proof({ proof, propertyId }: { proof: ProofAnswer; propertyId: string | null }) {
  const propertyName = usePropertyName();
  const { chain, length, head, verifiedAt, isWhole, isUntouched } = proof;
  const { title, read, color } = STANDINGS[isWhole ? 'whole' : isUntouched ? 'open' : 'broken'];
  const name = chain === 'house' ? 'the house' : propertyName(chain);
  return (
    <Alert
      variant="outline"
      color={color}
      title={`${title}: the chain of ${name}`}
      role={isWhole ? 'note' : 'alert'}
    >
      <Text size="sm" component="div">
        {read} up to entry {length.toLocaleString('en')}, at{' '}
        <Time at={verifiedAt} propertyId={propertyId} />
      </Text>
      {!isWhole && <Faults faults={proof.faults} />}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Head {head === '' ? 'none: there is no entry yet' : head}
      </Text>
    </Alert>
  );
}

function Faults({ faults }: Pick<ProofAnswer, 'faults'>) {
  return (
    <>
      <Text size="sm" fw={600}>
        {plural(faults.length, { one: 'thing does not hold', many: 'things do not hold' })}
      </Text>
      <List size="sm">
        {faults.slice(0, SHOWN_MAX).map(({ position, fault, what }) => (
          <List.Item key={`${position} ${fault}`}>{what}</List.Item>
        ))}
      </List>
      {faults.length > SHOWN_MAX && <Text size="sm">The copy as JSON names all of them.</Text>}
    </>
  );
}
