import { Alert, List, Text } from '@mantine/core';
import type { ProofAnswer } from '../../../src/api/answers/audit.ts';
import { plural } from '../shell/plural.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';

/** Whether a chain holds, up to where, and by which head; or what is broken. */
export function Proof({ proof, propertyId }: { proof: ProofAnswer; propertyId: string | null }) {
  const propertyName = usePropertyName();
  const { chain, length, head, verifiedAt, isWhole, isUntouched, faults } = proof;
  const name = chain === 'house' ? 'the house' : propertyName(chain);
  return (
    <Alert
      variant="outline"
      color={isWhole ? 'blue' : isUntouched ? 'orange' : 'red'}
      title={`${TITLES[isWhole ? 'whole' : isUntouched ? 'open' : 'broken']}: the chain of ${name}`}
      {...(isWhole ? {} : { role: 'alert' })}
    >
      <Text size="sm" component="div">
        Verified up to entry {length.toLocaleString('en')}{' '}
        <Time at={verifiedAt} propertyId={propertyId} />
      </Text>
      {faults.length > 0 && (
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
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Head {head === '' ? 'none: there is no entry yet' : head}
      </Text>
    </Alert>
  );
}

const SHOWN_MAX = 20;
const TITLES = {
  whole: 'Verified',
  open: 'Nothing was changed, but a call has no outcome',
  broken: 'Does not hold',
};
