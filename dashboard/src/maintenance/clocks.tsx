import { Text, Title } from '@mantine/core';
import type { ClockAnswer, RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { Time } from '../shell/time.tsx';
import { PROMISES, STANDINGS } from './words.ts';

/** What is owed until when, ours first and then the law's, each with how it stands. */
export function Clocks({ request: { clocks, propertyId } }: { request: RequestAnswer }) {
  return (
    <section aria-label="Clocks">
      <Title order={2} size="h4">
        Clocks
      </Title>
      <ul style={{ margin: 0, paddingLeft: '1.2rem' }}>
        {clocks.map((clock) => (
          <li key={`${clock.name}-${clock.dueAt}-${clock.meaning ?? ''}`}>
            <Clock clock={clock} propertyId={propertyId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Clock({ clock, propertyId }: { clock: ClockAnswer; propertyId: string }) {
  const { name, meaning, dueAt, metAt, status } = clock;
  const isLate = status === 'breached' || status === 'met-late';
  return (
    <>
      <Text size="sm" component="div" {...(isLate ? { fw: 700 } : {})}>
        {PROMISES[name]}: {STANDINGS[status]}
        {status !== 'void' && (
          <>
            , {metAt ? '' : 'by '}
            <Time at={metAt ?? dueAt} propertyId={propertyId} />
          </>
        )}
      </Text>
      {meaning && (
        <Text size="sm" c="dimmed">
          {meaning}
        </Text>
      )}
    </>
  );
}
